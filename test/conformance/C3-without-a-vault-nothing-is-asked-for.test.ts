import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it('C3: a terminal whose vault cannot be used sends nothing, and the account keeps its place', async () => {
  const account = await newAccount(servers);
  const opened = await realTerminal(servers);
  const vaultFile = join(opened.folder, 'unsafe-vault.json');
  await rm(vaultFile);
  await mkdir(vaultFile);
  opened.line.requests.length = 0;
  expect(await codeOfRejection(signUp(opened, account))).toBe('store.unreadable');
  expect(opened.line.requests).toEqual([]);
});
