import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicant, TestPortal } from '../../support/portal.ts';

let portal: TestPortal;
beforeAll(async () => {
  portal = await new TestPortal().start();
});
afterAll(() => portal.close());

const countApplications = () => portal.query<{ n: number }>('portal', 'SELECT count(*) AS n FROM applications')[0]?.n;

describe('an application (C1)', () => {
  it('gives a number on the page, and the payment link by mail', async () => {
    const visitor = portal.visitor();
    const page = await visitor.submit('/apply', applicant);
    expect(page.status).toBe(200);
    const number = /id="application-number">(NT-[0-9A-Z]{4}-[0-9A-Z]{4})</.exec(page.body)?.[1];
    expect(number).toBeDefined();
    const [mail] = await portal.mails();
    expect(mail).toMatchObject({ to: ['hanako@example.jp'], subject: `Your application ${number}` });
    expect(mail?.text).toMatch(new RegExp(`https://localhost:\\d+/pay\\?application=${number}`));
  });

  it('is the same for a program, as JSON', async () => {
    const reply = await portal.visitor().postJson('/apply', applicant);
    expect(JSON.parse(reply.body)).toMatchObject({ plan: 'yearly', amount: 6600, currency: 'JPY' });
    const refused = await portal.visitor().postJson('/apply', { ...applicant, mail: 'nobody', plan: 'gold' });
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.body)).toMatchObject({
      code: 'request.malformed',
      info: { fields: { mail: 'malformed', plan: 'unknown' } },
    });
  });

  it.each([
    ['name', '', 'Please fill this in'],
    ['address', 'x'.repeat(301), 'too long'],
    ['phone', 'call me', 'telephone number in digits'],
    ['mail', 'a@b', 'name@example.com'],
    ['mail', 'a@example.jp, b@example.jp', 'name@example.com'],
  ])(
    'with a wrong %s is shown again, with the fault beside the field and the rest kept',
    async (field, value, words) => {
      const before = countApplications();
      const page = await portal.visitor().submit('/apply', { ...applicant, [field]: value });
      expect(page.status).toBe(400);
      expect(page.body).toMatch(new RegExp(`id="${field}-fault">[^<]*${words}`));
      expect(page.body).toContain(`aria-describedby="${field}-hint ${field}-fault"`);
      expect(page.body).toContain(`value="${field === 'name' ? applicant.mail : applicant.name}"`);
      expect(countApplications()).toBe(before);
    },
  );

  it('puts nothing of what was typed into the page as markup, or into the head of a mail', async () => {
    const visitor = portal.visitor();
    const page = await visitor.submit('/apply', { ...applicant, name: '"><script>alert(1)</script>', mail: 'no' });
    expect(page.body).toContain('value="&quot;&gt;&lt;script&gt;');
    expect(page.body).not.toContain('<script');
    const injected = await visitor.submit('/apply', { ...applicant, mail: 'a@example.jp\r\nBcc: all@example.jp' });
    expect(injected.status).toBe(400);
  });

  it('is refused without the token of a page of ours, or from another site', async () => {
    const before = countApplications();
    const forged = await portal.visitor().post('/apply', applicant);
    expect(forged.status).toBe(400);
    expect(forged.body).toContain('Please send it once more');
    expect(forged.body).toContain('value="山田 花子"');

    const visitor = portal.visitor();
    const page = await visitor.get('/apply');
    const formToken = /name="formToken" value="([^"]*)"/.exec(page.body)?.[1] ?? '';
    expect((await portal.visitor().post('/apply', { ...applicant, formToken })).status).toBe(400);
    const other = portal.visitor();
    await other.get('/apply');
    expect((await other.post('/apply', { ...applicant, formToken })).status).toBe(400);
    const crossSite = { 'sec-fetch-site': 'cross-site' };
    expect((await visitor.post('/apply', { ...applicant, formToken }, crossSite)).status).toBe(400);
    expect(countApplications()).toBe(before);
    expect((await visitor.post('/apply', { ...applicant, formToken })).status).toBe(200);
  });

  it('has ceilings for its body and each field', async () => {
    const visitor = portal.visitor();
    const large = await visitor.submit('/apply', { ...applicant, address: 'x'.repeat(20_000) });
    expect(large.status).toBe(413);
    expect(large.body).toContain('request.too-large');
    const long = await visitor.submit('/apply', { ...applicant, address: 'x'.repeat(5_000) });
    expect(long.status).toBe(400);
    expect(long.body).toContain('request.malformed');
  });
});

describe('the pages', () => {
  it('come in Japanese and English, by the browser and by a switch', async () => {
    expect((await portal.visitor({ 'accept-language': 'ja-JP,ja;q=0.9' }).get('/')).body).toContain('<html lang="ja">');
    const visitor = portal.visitor();
    expect((await visitor.get('/')).body).toContain('<html lang="en">');
    expect((await visitor.get('/apply?language=ja')).body).toContain('お申し込み');
    expect((await visitor.get('/')).body).toContain('<html lang="ja">');
    const page = await visitor.submit('/apply', { ...applicant, mail: 'taro@example.jp' });
    expect(page.body).toContain('申込番号');
    expect((await portal.mails())[0]?.subject).toMatch(/^お申し込み番号 NT-/);
  });

  it('need no script, load nothing from elsewhere, and are kept by nobody', async () => {
    const { headers, body } = await portal.visitor().get('/apply');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['set-cookie']?.[0]).toMatch(/^__Host-form=.*; Path=\/; SameSite=Lax; HttpOnly; Secure$/);
    expect(body).not.toMatch(/<script|style=|(src|href)="(https?:)?\/\//);
  });

  it('say in words what went wrong, with the code', async () => {
    const page = await portal.visitor().get('/nowhere');
    expect(page.status).toBe(404);
    expect(page.body).toContain('There is no such page');
    expect(page.body).toContain('request.not-found');
  });
});

it('limits the tries of one address', async () => {
  const strict = await new TestPortal({ attemptsPerMinute: 2 }).start();
  const visitor = strict.visitor();
  for (let round = 0; round < 2; round += 1) expect((await visitor.postJson('/apply', applicant)).status).toBe(200);
  const refused = await visitor.postJson('/apply', applicant);
  expect(JSON.parse(refused.body)).toMatchObject({ code: 'request.rate-limited', retryAfter: expect.any(Number) });
  expect((await visitor.get('/apply')).status).toBe(200);
  await strict.close();
});
