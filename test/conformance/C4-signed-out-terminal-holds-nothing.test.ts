import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it('C4: signing out revokes the access key at the server and forgets it here; signing up again works', async () => {
  const account = await newAccount(servers);
  const opened = await realTerminal(servers);
  await signUp(opened, account);
  await opened.terminal.currentSession();
  const { vault } = opened.terminal.context.ports;
  const accessKey = await vault.get('access-key');
  const state = opened.terminal.context.state.current;

  await opened.terminal.signOut();
  expect(await vault.get('access-key')).toBeUndefined();
  expect(await codeOfRejection(opened.terminal.currentSession())).toBe('terminal.not-signed-up');

  // What a copy of the vault and the state would still hold opens nothing.
  await vault.set('access-key', accessKey ?? '');
  await opened.terminal.context.state.change(() => state);
  expect(await codeOfRejection((await opened.restart()).terminal.currentSession())).toMatch(
    /^(channel\.handshake-failed|access-key\.not-active)$/,
  );

  await opened.terminal.sessions.forget();
  await signUp(opened, account);
  expect(await opened.terminal.currentSession()).toMatchObject({ state: 'go-on' });
});
