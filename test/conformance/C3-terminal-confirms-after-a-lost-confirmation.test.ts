import { afterAll, beforeAll, expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { codeOfRejection } from '../support/coded.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it('C3: killed before the confirmation went out, the terminal confirms at its next session', async () => {
  const opened = await realTerminal(servers);
  let messages = 0;
  opened.line.through = async (request, send) => {
    if (request.url.endsWith('/v1/channels/sign-up/messages')) messages += 1;
    // login-start, login-finish, identify, choose; the confirmation is the fifth.
    if (messages > 4) throw new CodedError('network.unreachable');
    return send(request);
  };
  expect(await codeOfRejection(signUp(opened, await newAccount(servers)))).toBe('network.unreachable');
  expect(opened.terminal.status().account?.confirmed).toBe(false);

  const again = await opened.restart();
  expect(await again.terminal.currentSession()).toMatchObject({ state: 'go-on' });
  expect(again.terminal.status().account?.confirmed).toBe(true);
});
