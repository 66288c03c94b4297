import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LoginStartReply } from '../../src/contract/sign-up.ts';
import type { Static } from 'typebox';
import { CodedError } from '../../src/errors/coded-error.ts';
import { toProblem } from '../../src/errors/problem.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { finishClientLogin, startClientLogin } from '../../src/protocol/opaque.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { startAccounts, type AccountsUnderTest } from '../support/accounts.ts';
import { codeOfRejection } from '../support/coded.ts';

let accounts: AccountsUnderTest;
beforeAll(async () => {
  accounts = await startAccounts();
});
afterAll(() => accounts.close());

/** All that a terminal, or whoever watches it, gets to see of a login with a wrong password. */
async function attempt(userId: string): Promise<string[]> {
  const seen: string[] = [];
  const exchange = channelExchange(async (request) => {
    const response = await httpTransport(request);
    seen.push(`${response.status} ${response.headers['content-type'] ?? ''} ${response.body.byteLength}`);
    return response;
  }, accounts.context.baseUrl);
  const channel = await accounts.signUpChannel({ exchange });
  const { clientLoginState, startLoginRequest } = await startClientLogin('WRONG-WRONG-WRONG-WRONG');
  const start = await channel.request({ step: 'login-start', userId, startLoginRequest });
  const { loginResponse } = start as Static<typeof LoginStartReply>;
  seen.push(`${Object.keys(start as object)} ${fromBase64url(loginResponse).byteLength}`);
  seen.push(
    String(
      await codeOfRejection(finishClientLogin(userId, 'WRONG-WRONG-WRONG-WRONG', clientLoginState, loginResponse)),
    ),
  );
  // A terminal gives up here; one that goes on with made-up proofs learns no more.
  const forged = { finishLoginRequest: toBase64url(randomBytes(64)), mac: toBase64url(randomBytes(32)) };
  const refusal = await channel.request({ step: 'login-finish', ...forged }).catch((error: unknown) => error);
  seen.push(JSON.stringify(refusal instanceof CodedError ? toProblem(refusal) : refusal));
  return seen;
}

test('C3: a wrong password and an unknown user get the same code and the same shape at every step', async () => {
  const { userId } = await accounts.issue();
  const wrongPassword = await attempt(userId);
  const unknownUser = await attempt('u-00000000');
  expect(unknownUser).toEqual(wrongPassword);
  expect(wrongPassword.join()).toContain('account.login-failed');
});
