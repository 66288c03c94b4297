import { expect, it } from 'vitest';
import { createAccountsClient } from '../../local-servers/portal/accounts-client.ts';
import type { PayReply } from '../../src/contract/portal.ts';
import { startAccounts } from '../support/accounts.ts';
import { goodCard, TestPortal } from '../support/portal.ts';

it('C2: a paid application gets an account that a terminal can sign up with, on the page and by mail', async () => {
  const accounts = await startAccounts();
  const portal = await new TestPortal({}, { accountIssuer: createAccountsClient(accounts.portal) }).start();
  const application = await portal.apply();
  const reply = await portal.visitor().postJson('/pay', { application, ...goodCard });
  const account = JSON.parse(reply.body) as PayReply;
  expect(account).toMatchObject({ applicationNumber: application, lastFour: '4242' });
  const [mail] = await portal.mails();
  for (const word of [account.userId, account.password, account.licenceNumber]) expect(mail?.text).toContain(word);
  const issued = await accounts.signUp(account);
  expect(issued.accessKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
  await portal.close();
  await accounts.close();
});
