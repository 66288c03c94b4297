import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSqlite } from '../../../local-servers/kit/storage/sqlite.ts';
import type { Acquirer } from '../../../local-servers/portal/acquirer/acquirer.ts';
import { SandboxAcquirer, sandboxMigrations } from '../../../local-servers/portal/acquirer/sandbox.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { applicant, goodCard, TestPortal } from '../../support/portal.ts';

let portal: TestPortal;
afterEach(() => portal.close());

const stateOf = () => portal.query<{ state: string }>('portal', 'SELECT state FROM applications')[0]?.state;
const charges = () => portal.query<{ capture_key: string | null }>('acquirer-sandbox', 'SELECT * FROM charges');
const accountMails = async () => (await portal.mails()).filter(({ subject }) => subject.startsWith('Your account'));
const codeOf = (reply: { body: string }) => (JSON.parse(reply.body) as { code: string }).code;

/** The sandbox behind a line that is cut at the next call of one kind, before or after it arrives. */
class CutLine implements Acquirer {
  acquirer: SandboxAcquirer | undefined;
  cut: 'before authorise' | 'after authorise' | 'after capture' | undefined;

  async authorise(request: Parameters<Acquirer['authorise']>[0]) {
    this.#break('before authorise');
    const outcome = await this.#sandbox.authorise(request);
    this.#break('after authorise');
    return outcome;
  }

  lookUp(idempotencyKey: string) {
    return this.#sandbox.lookUp(idempotencyKey);
  }

  async capture(token: string, idempotencyKey: string) {
    await this.#sandbox.capture(token, idempotencyKey);
    this.#break('after capture');
  }

  get #sandbox(): SandboxAcquirer {
    if (this.acquirer === undefined) throw new TypeError('connect it first');
    return this.acquirer;
  }

  #break(point: CutLine['cut']): void {
    if (this.cut !== point) return;
    this.cut = undefined;
    throw new CodedError('network.unreachable');
  }
}

async function startWithCutLine(cut: CutLine['cut']) {
  const line = new CutLine();
  portal = await new TestPortal({}, { acquirer: line }).start();
  const books = await openSqlite(join(portal.folder, 'portal/acquirer-sandbox.sqlite'), sandboxMigrations);
  line.acquirer = new SandboxAcquirer(books);
  line.cut = cut;
  return { books, application: await portal.apply() };
}

describe('a payment that is cut off', () => {
  it('before the acquirer heard of it: the next try pays', async () => {
    const { books, application } = await startWithCutLine('before authorise');
    const cutOff = await portal.visitor().postJson('/pay', { application, ...goodCard });
    expect(codeOf(cutOff)).toBe('network.unreachable');
    expect(stateOf()).toBe('authorising');
    expect((await portal.visitor().postJson('/pay', { application, ...goodCard })).status).toBe(200);
    expect(charges()).toHaveLength(1);
    await books.close();
  });

  it('after it was authorised: the next try finds it, and charges nothing anew', async () => {
    const { books, application } = await startWithCutLine('after authorise');
    expect((await portal.visitor().postJson('/pay', { application, ...goodCard })).status).toBe(502);
    expect((await portal.visitor().postJson('/pay', { application, ...goodCard })).status).toBe(200);
    expect(charges()).toMatchObject([{ capture_key: expect.any(String) }]);
    await books.close();
  });

  it('after it was authorised, and another card comes: that one is not charged, nor shown the account', async () => {
    const { books, application } = await startWithCutLine('after authorise');
    await portal.visitor().postJson('/pay', { application, ...goodCard });
    const other = await portal.visitor().postJson('/pay', { application, ...goodCard, cardExpiry: '01/29' });
    expect(codeOf(other)).toBe('application.already-paid');
    expect(charges()).toHaveLength(1);
    expect(await accountMails()).toHaveLength(1);
    await books.close();
  });

  it('after the money was taken: it goes on by itself, once', async () => {
    const { books, application } = await startWithCutLine('after capture');
    const cutOff = await portal.visitor().postJson('/pay', { application, ...goodCard });
    expect(JSON.parse(cutOff.body)).toMatchObject({ code: 'server.unavailable', info: { paid: true } });
    await portal.portal.payments.continueUnfinished();
    expect(stateOf()).toBe('authorising');
    portal.clock.advance(61);
    await portal.portal.payments.continueUnfinished();
    await portal.portal.payments.continueUnfinished();
    expect(stateOf()).toBe('issued');
    expect(charges()).toHaveLength(1);
    const mails = await accountMails();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(portal.issuer.passwords.get(application));
    await books.close();
  });
});

describe('an account that cannot be issued at once', () => {
  it('follows by mail after a restart; the card is charged once', async () => {
    portal = await new TestPortal().start();
    const application = await portal.apply();
    portal.issuer.unreachable = true;
    const visitor = portal.visitor();
    const page = await visitor.submit('/pay', { application, ...goodCard });
    expect(page.status).toBe(503);
    expect(page.body).toContain('Your payment went through, once');
    expect(stateOf()).toBe('paid');
    expect(codeOf(await visitor.postJson('/pay', { application, ...goodCard }))).toBe('application.already-paid');

    portal.issuer.unreachable = false;
    portal.clock.advance(61);
    await portal.restartPortal();
    const mails = await vi.waitFor(async () => {
      const arrived = await accountMails();
      expect(arrived).toHaveLength(1);
      return arrived;
    });
    expect(charges()).toHaveLength(1);
    expect(mails[0]?.text).toContain(portal.issuer.passwords.get(application));
    expect(portal.issuer.requests).toHaveLength(1);
  });

  it('is asked for by one at a time, since each answer voids the password of the one before', async () => {
    portal = await new TestPortal().start();
    const application = await portal.apply();
    portal.issuer.unreachable = true;
    await portal.visitor().postJson('/pay', { application, ...goodCard });
    portal.issuer.unreachable = false;
    portal.clock.advance(61);
    await Promise.all(Array.from({ length: 3 }, () => portal.portal.payments.continueUnfinished()));
    expect(portal.issuer.requests).toHaveLength(1);
    expect(stateOf()).toBe('issued');
  });
});

describe('mail that cannot be sent', () => {
  it('waits, sealed, over a restart, is tried again later, and is deleted when sent', async () => {
    portal = await new TestPortal().start();
    await portal.stopMailbox();
    const application = await portal.apply();
    expect((await portal.visitor().postJson('/pay', { application, ...goodCard })).status).toBe(200);
    await portal.portal.outbox.round();
    const waiting = portal.query<{ sealed: Uint8Array; attempts: number }>('portal', 'SELECT * FROM outbox');
    expect(waiting).toHaveLength(2);
    for (const { sealed } of waiting) {
      expect(Buffer.from(sealed).toString('latin1')).not.toContain(portal.issuer.passwords.get(application));
      expect(Buffer.from(sealed).toString('latin1')).not.toContain(applicant.mail);
    }

    await portal.restartPortal();
    await portal.startMailbox();
    expect(await portal.mails()).toHaveLength(0);
    portal.clock.advance(60);
    expect(await portal.mails()).toHaveLength(2);
    expect(portal.query('portal', 'SELECT * FROM outbox')).toEqual([]);
  });

  it('is given up after days, with the password in it', async () => {
    portal = await new TestPortal().start();
    await portal.stopMailbox();
    await portal.apply();
    await portal.portal.outbox.round();
    portal.clock.advance(4 * 86_400);
    await portal.portal.outbox.round();
    expect(portal.query('portal', 'SELECT * FROM outbox')).toEqual([]);
    await portal.startMailbox();
  });
});
