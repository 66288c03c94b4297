import { expect, it } from 'vitest';
import { applicant, TestPortal } from '../support/portal.ts';

it('C1: an application gets a number, and its payment link comes by mail', async () => {
  const portal = await new TestPortal().start();
  const visitor = portal.visitor({ 'accept-language': 'ja' });
  const page = await visitor.submit('/apply', applicant);
  const [mail] = await portal.mails();
  expect(mail?.to).toEqual([applicant.mail]);
  const link = /https:\/\/\S+(\/pay\?application=(NT-\S+))/.exec(mail?.text ?? '');
  expect(page.body).toContain(`>${link?.[2]}<`);
  const form = await visitor.get(link?.[1] ?? '');
  expect(form.status).toBe(200);
  expect(form.body).toContain(`value="${link?.[2]}"`);
  await portal.close();
});
