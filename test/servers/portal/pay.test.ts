import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstBrokenEntry } from '../../../local-servers/kit/audit.ts';
import { openSqlite } from '../../../local-servers/kit/storage/sqlite.ts';
import { portalMigrations } from '../../../local-servers/portal/applications/store.ts';
import { applicant, goodCard, TestPortal } from '../../support/portal.ts';

let portal: TestPortal;
beforeAll(async () => {
  portal = await new TestPortal().start();
});
afterAll(() => portal.close());

interface Charge {
  readonly token: string | null;
  readonly capture_key: string | null;
}
const captured = () => portal.query<Charge>('acquirer-sandbox', 'SELECT * FROM charges WHERE capture_key IS NOT NULL');
const codeOf = (reply: { body: string }) => (JSON.parse(reply.body) as { code: string }).code;

describe('payment (C2)', () => {
  it('shows the account on the page over TLS, once, and mails it', async () => {
    const visitor = portal.visitor();
    const application = await portal.apply(visitor);
    const form = await visitor.get(`/pay?application=${application}`);
    expect(form.body).toContain(`value="${application}"`);
    expect(form.body).toContain('¥6,600');

    const page = await visitor.submit('/pay', { application, ...goodCard });
    expect(page.status).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
    const password = portal.issuer.passwords.get(application) ?? 'none';
    expect(page.body).toContain(`id="user-id">user-${application.slice(3)}<`);
    expect(page.body).toContain(`id="password">${password}<`);
    expect(page.body).toContain('id="licence-number">LICENCE-1234<');

    const [mail] = await portal.mails();
    expect(mail?.to).toEqual([applicant.mail]);
    for (const word of [`user-${application.slice(3)}`, password, 'LICENCE-1234']) expect(mail?.text).toContain(word);
    expect(portal.issuer.requests.at(-1)).toEqual({
      applicationNumber: application,
      plan: 'yearly',
      contractSeconds: 31_536_000,
      regions: ['*'],
    });
  });

  it('asks again after a declined card, with the reason, and keeps all but the card', async () => {
    const visitor = portal.visitor();
    const application = await portal.apply(visitor);
    const before = captured().length;
    const cases = [
      ['4000000000000002', 'card company declined'],
      ['4000000000009995', 'limit does not cover'],
      ['5555555555554444', 'not one of its test cards'],
    ] as const;
    for (const [cardNumber, words] of cases) {
      const page = await visitor.submit('/pay', { application, ...goodCard, cardNumber });
      expect(page.status).toBe(402);
      expect(page.body).toContain(words);
      expect(page.body).toContain('payment.declined');
      expect(page.body).toContain(`value="${application}"`);
      expect(page.body).toContain(`value="${goodCard.cardHolder}"`);
      expect(page.body).not.toContain(cardNumber);
      expect(page.body).not.toContain(goodCard.securityCode);
    }
    expect(captured()).toHaveLength(before);
    expect((await visitor.submit('/pay', { application, ...goodCard })).status).toBe(200);
    expect(captured()).toHaveLength(before + 1);
  });

  it('is refused for a card that cannot be one, with the fault beside the field', async () => {
    const visitor = portal.visitor();
    const application = await portal.apply(visitor);
    const wrong = { cardNumber: '4242424242424241', cardExpiry: '01/20', securityCode: '12', cardHolder: '' };
    const page = await visitor.submit('/pay', { application, ...wrong });
    expect(page.status).toBe(400);
    expect(page.body).toContain('payment.card-invalid');
    for (const field of Object.keys(wrong)) expect(page.body).toContain(`id="${field}-fault"`);
    const refused = await visitor.postJson('/pay', { application, ...goodCard, cardExpiry: '13/30' });
    expect(JSON.parse(refused.body)).toMatchObject({
      code: 'payment.card-invalid',
      info: { fields: { cardExpiry: 'malformed' } },
    });
  });

  it('knows unknown, unpaid and paid applications', async () => {
    const visitor = portal.visitor();
    const unknown = await visitor.submit('/pay', { application: 'NT-0000-0000', ...goodCard });
    expect(unknown.status).toBe(400);
    expect(unknown.body).toContain('application.unknown');
    expect(codeOf(await visitor.postJson('/pay', { ...goodCard }))).toBe('application.unknown');

    const application = await portal.apply(visitor);
    const asJson = { accept: 'application/json' };
    const path = `/application?application=${application}`;
    const unpaid = await visitor.get(path, asJson);
    expect([unpaid.status, codeOf(unpaid)]).toEqual([402, 'application.unpaid']);
    expect((await visitor.get(path)).body).toContain('has not been paid yet');

    // As people write it down and read it out.
    const spoken = ` ${application.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `;
    expect((await visitor.postJson('/pay', { application: spoken, ...goodCard })).status).toBe(200);
    expect(JSON.parse((await visitor.get(path, asJson)).body)).toEqual({
      applicationNumber: application,
      state: 'issued',
    });
    const before = captured().length;
    const again = await visitor.submit('/pay', { application, ...goodCard });
    expect(again.status).toBe(409);
    expect(again.body).toContain('application.already-paid');
    expect(again.body).not.toContain(portal.issuer.passwords.get(application));
    expect((await visitor.get(`/pay?application=${application}`)).status).toBe(409);
    expect(captured()).toHaveLength(before);
  });

  it('charges once for a form sent many times at once, and answers each with the account', async () => {
    const visitor = portal.visitor();
    const application = await portal.apply(visitor);
    const before = captured().length;
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => visitor.postJson('/pay', { application, ...goodCard })),
    );
    expect(captured()).toHaveLength(before + 1);
    expect(portal.issuer.requests.filter(({ applicationNumber }) => applicationNumber === application)).toHaveLength(1);
    const outcomes = new Set(replies.map((reply) => (reply.status === 200 ? reply.body : codeOf(reply))));
    // A late one may find the payment done; then it is told so.
    outcomes.delete('application.already-paid');
    expect(outcomes.size).toBe(1);
  });

  it('charges one of two cards in two tabs', async () => {
    const application = await portal.apply();
    const before = captured().length;
    const other = { ...goodCard, cardExpiry: '11/29' };
    const [one, two] = await Promise.all(
      [goodCard, other].map((card) => portal.visitor().postJson('/pay', { application, ...card })),
    );
    expect(new Set([one?.status, two?.status])).toEqual(new Set([200, 409]));
    expect(captured()).toHaveLength(before + 1);
  });

  it('rests after many declined cards', async () => {
    const visitor = portal.visitor();
    const application = await portal.apply(visitor);
    const declined = { application, ...goodCard, cardNumber: '4000000000000002' };
    for (let round = 0; round < 8; round += 1)
      expect(codeOf(await visitor.postJson('/pay', declined))).toBe('payment.declined');
    expect(codeOf(await visitor.postJson('/pay', { application, ...goodCard }))).toBe('request.rate-limited');
    portal.clock.advance(1_000);
    expect((await visitor.postJson('/pay', { application, ...goodCard })).status).toBe(200);
  });

  it('is refused without the token of a page of ours', async () => {
    const application = await portal.apply();
    const forged = await portal.visitor().post('/pay', { application, ...goodCard });
    expect(forged.status).toBe(400);
    expect(forged.body).not.toContain('4242');
    expect(captured().length).toBe(portal.issuer.passwords.size);
  });

  it('leaves no card number, security code or password in any file', async () => {
    // Four digits also come up by chance, in a time or in bytes at random: of what is kept, every one is found.
    const codes = ['7316', '9084', '2657', '5148'];
    const applications: string[] = [];
    for (const securityCode of codes) {
      const application = await portal.apply();
      applications.push(application);
      expect((await portal.visitor().postJson('/pay', { application, ...goodCard, securityCode })).status).toBe(200);
    }
    await portal.mails();
    const names = ['portal.sqlite', 'portal.sqlite-wal', 'acquirer-sandbox.sqlite', 'acquirer-sandbox.sqlite-wal'];
    const files = [portal.logFile, ...names.map((name) => join(portal.folder, 'portal', name))];
    const content = files.map((file) => readFileSync(file, 'latin1')).join('\n');
    const passwords = applications.map((application) => portal.issuer.passwords.get(application) ?? '');
    expect(applications.every((application) => content.includes(application))).toBe(true);
    for (const secret of ['4242424242424242', '4242 4242', ...passwords]) {
      expect(secret).not.toBe('');
      expect(content.includes(secret)).toBe(false);
    }
    expect(codes.some((code) => !content.includes(code))).toBe(true);
    expect(
      portal.query('portal', "SELECT card_last_four, card_expiry FROM applications WHERE state = 'issued'"),
    ).toContainEqual({ card_last_four: '4242', card_expiry: '2030-12' });
  });

  it('leaves an unbroken audit trail', async () => {
    const store = await openSqlite(join(portal.folder, 'portal/portal.sqlite'), portalMigrations);
    expect(await firstBrokenEntry(store)).toBeUndefined();
    const actions = await store.all<{ action: string }>('SELECT DISTINCT action FROM audit ORDER BY action');
    expect(actions.map(({ action }) => action)).toEqual([
      'account.issue',
      'application.accept',
      'payment.authorise',
      'payment.capture',
    ]);
    await store.close();
  });
});
