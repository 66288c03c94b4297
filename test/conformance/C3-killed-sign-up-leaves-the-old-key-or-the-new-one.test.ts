import { afterAll, beforeAll, expect, it } from 'vitest';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

const killed = () => Promise.reject(new Error('killed'));

async function signedUp() {
  const opened = await realTerminal(servers);
  const account = await newAccount(servers);
  await signUp(opened, account);
  return { ...opened, account, slotId: opened.terminal.status().account?.slotId };
}

it('C3: killed before the vault had the new key, the terminal goes on with the old one', async () => {
  const opened = await signedUp();
  opened.terminal.context.ports.vault.set = killed;
  await expect(signUp(opened, opened.account)).rejects.toThrow('killed');

  const { terminal } = await opened.restart();
  expect(await terminal.currentSession()).toMatchObject({ state: 'go-on' });
  expect(terminal.status().account?.slotId).toBe(opened.slotId);
});

it('C3: killed as soon as the vault had the new key, the terminal confirms it at its next session', async () => {
  const opened = await signedUp();
  const { state, ports } = opened.terminal.context;
  const set = ports.vault.set.bind(ports.vault);
  ports.vault.set = async (name, value) => {
    await set(name, value);
    if (name === 'access-key') state.change = killed;
  };
  await expect(signUp(opened, opened.account)).rejects.toThrow('killed');

  const { terminal } = await opened.restart();
  expect(await terminal.currentSession()).toMatchObject({ state: 'go-on' });
  expect(terminal.status().account).toMatchObject({ confirmed: true });
  expect(terminal.status().account?.slotId).not.toBe(opened.slotId);
});
