import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountSheet } from '../../../local-servers/accounts/account-sheet.ts';
import { issueAccount, listAccounts, revokeAccount } from '../../../local-servers/accounts/operator.ts';
import { firstBrokenEntry } from '../../../local-servers/kit/audit.ts';
import { createAccountsClient } from '../../../local-servers/portal/accounts-client.ts';
import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';
import { logIn, startAccounts, type AccountsUnderTest } from '../../support/accounts.ts';
import { asInitiator, channelTo } from '../../support/channel-to.ts';
import { codeOfRejection } from '../../support/coded.ts';
import { losingLine } from '../../support/losing.ts';
import { channelExchange } from '../../../src/protocol/transport.ts';
import { httpTransport } from '../../../src/host/http-transport.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

const order = { plan: 'standard', contractSeconds: 86_400, regions: ['montevideo', 'astana'] };

async function logInWith({ userId, password }: AccountIssueReply): Promise<void> {
  await logIn(await accounts.signUpChannel(), userId, password);
}

describe('issuing an account', () => {
  it('makes what can be read aloud and typed', async () => {
    const issued = await createAccountsClient(accounts.portal).issue({ applicationNumber: 'A-0001', ...order });
    expect(issued.userId).toMatch(/^u-[0-9a-hjkmnp-tv-z]{8}$/);
    expect(issued.password).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(issued.licenceNumber).toMatch(/^NL-([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
    await logInWith(issued);
  });

  it('gives the portal one account for one application, with a new password while nobody has signed up', async () => {
    const portal = createAccountsClient(accounts.portal);
    const request = { applicationNumber: 'A-0002', ...order };
    const [first, second] = [await portal.issue(request), await portal.issue(request)];
    expect(second.userId).toBe(first.userId);
    expect(second.password).not.toBe(first.password);
    expect(await codeOfRejection(logInWith(first))).toBe('account.login-failed');
    await accounts.signUp(second);
    expect(await codeOfRejection(portal.issue(request))).toBe('application.already-paid');
    await logInWith(second);
  });

  it('gives the identical answer where only the answer was lost', async () => {
    const line = losingLine(channelExchange(httpTransport, accounts.context.baseUrl));
    const channel = await channelTo(accounts.context, 'account-issue', {
      ...asInitiator(accounts.portal),
      ...line.options,
    });
    const issued = (await channel.request({ applicationNumber: 'A-0003', ...order })) as AccountIssueReply;
    expect(line.answers[0]?.second).toEqual(line.answers[0]?.first);
    await logInWith(issued);
  });

  it('refuses the same application with another contract', async () => {
    const portal = createAccountsClient(accounts.portal);
    await portal.issue({ applicationNumber: 'A-0004', ...order });
    const other = portal.issue({ applicationNumber: 'A-0004', ...order, plan: 'gold' });
    expect(await codeOfRejection(other)).toBe('request.idempotency-conflict');
  });

  it('makes one account of two issues at the same time', async () => {
    const request = { applicationNumber: 'A-0005', ...order };
    const portals = [createAccountsClient(accounts.portal), createAccountsClient(accounts.portal)];
    const replies = await Promise.all(portals.map((portal) => portal.issue(request)));
    expect(new Set(replies.map(({ userId }) => userId)).size).toBe(1);
  });

  it('answers the portal alone', async () => {
    const code = await codeOfRejection(channelTo(accounts.context, 'account-issue', asInitiator(accounts.maps)));
    expect(code).toBe('channel.handshake-failed');
  });

  it('lets the operator issue, list and revoke by hand, on an audit trail without secrets', async () => {
    const issued = await issueAccount(accounts.context, accounts.store, order);
    await accounts.signUp(issued, 'Delivery van');
    const listed = async () =>
      (await listAccounts(accounts.context, accounts.store)).find(({ userId }) => userId === issued.userId);
    expect(await listed()).toMatchObject({
      state: 'active',
      contractExpiresIn: 86_400,
      regions: order.regions,
      terminals: [{ name: 'Delivery van', makerId: 'acme', modelId: 'n1' }],
    });
    await revokeAccount(accounts.context, accounts.store, issued.userId);
    expect(await listed()).toMatchObject({ state: 'revoked', terminals: [] });
    expect(await codeOfRejection(revokeAccount(accounts.context, accounts.store, 'u-nobody'))).toBe(
      'request.not-found',
    );
    expect(await firstBrokenEntry(accounts.store)).toBeUndefined();
    const trail = JSON.stringify(await accounts.store.all('SELECT * FROM audit'));
    expect(trail).toContain(issued.userId);
    for (const secret of [issued.password, issued.licenceNumber]) expect(trail).not.toContain(secret);
  });

  it('refuses the operator an order that no application could have', async () => {
    const broken = issueAccount(accounts.context, accounts.store, { ...order, contractSeconds: 1 });
    expect(await codeOfRejection(broken)).toBe('request.malformed');
  });
});

describe('the sheet', () => {
  it('spells what is to be typed', () => {
    const sheet = accountSheet({ userId: 'u-7k', password: 'AB1CD-XYZ09', licenceNumber: 'NL-0Z' });
    expect(sheet).toContain('    u-7k\n    Uniform, hyphen\n    seven Kilo\n');
    expect(sheet).toContain(
      '    AB1CD-XYZ09\n    Alfa Bravo one Charlie Delta, hyphen\n    X-ray Yankee Zulu zero nine\n',
    );
  });
});
