import { readdir, readFile } from 'node:fs/promises';
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

it('C3: a wrong password, an unknown user and a wrong licence number change nothing; the right ones sign up', async () => {
  const account = await newAccount(servers);
  const opened = await realTerminal(servers);
  expect(await codeOfRejection(signUp(opened, { ...account, password: 'wrong-password' }))).toBe(
    'account.login-failed',
  );
  servers.clock.advance(120);
  expect(await codeOfRejection(signUp(opened, { ...account, userId: 'u-nobody' }))).toBe('account.login-failed');
  servers.clock.advance(120);
  expect(await codeOfRejection(signUp(opened, { ...account, licenceNumber: 'NL-0000' }))).toBe('account.licence-wrong');
  expect(opened.terminal.status().account).toBeUndefined();
  servers.clock.advance(120);

  await signUp(opened, account);
  expect(opened.terminal.status().account).toMatchObject({ userId: account.userId, confirmed: true });
  for (const name of await readdir(opened.folder)) {
    expect(await readFile(join(opened.folder, name), 'latin1')).not.toContain(account.password);
  }
  expect(opened.line.requests.some(({ body }) => Buffer.from(body ?? []).includes(account.password))).toBe(false);
});
