import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpTransport } from '../../src/host/http-transport.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

test('C4: an access key id that nobody has and a wrong access key get the same answer', async () => {
  const key = await accounts.signUp(await accounts.issue());
  const seen = new Set<string>();
  const exchange = channelExchange(async (request) => {
    const response = await httpTransport(request);
    seen.add(`${response.status} ${response.headers['content-type'] ?? ''} ${response.body.byteLength}`);
    return response;
  }, accounts.context.baseUrl);
  const wrongKey = { ...key, accessKey: toBase64url(randomBytes(32)) };
  const unknownKey = { ...key, accessKeyId: toBase64url(randomBytes(16)) };
  for (const attempt of [wrongKey, unknownKey]) {
    expect(await codeOfRejection(accounts.sessionChannel(attempt, { exchange }))).toBe('channel.handshake-failed');
  }
  expect([...seen]).toHaveLength(1);
  expect([...seen][0]).toMatch(/^200 /);
});
