import { chmod, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadOpaqueSetup } from '../../../local-servers/accounts/opaque-setup.ts';
import { AccountsSettings, defaultAccountsSettings } from '../../../local-servers/accounts/settings.ts';
import { checkConfiguration } from '../../../local-servers/kit/configuration.ts';
import { directoryPath } from '../../../src/contract/directory.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { startAccounts, type AccountsUnderTest } from '../../support/accounts.ts';
import { codeOfRejection } from '../../support/coded.ts';

let accounts: AccountsUnderTest;
afterEach(() => accounts.close());

describe('the account server', () => {
  it('keeps its OPAQUE setup sealed in a file of its own, and the same one for ever', async () => {
    accounts = await startAccounts();
    const { folder, masterKey } = accounts.context;
    const path = join(folder, 'opaque-setup.sealed');
    const setup = await loadOpaqueSetup(folder, masterKey);
    expect(await loadOpaqueSetup(folder, masterKey)).toBe(setup);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await readFile(path)).includes(Buffer.from(setup, 'base64url'))).toBe(false);
    expect(await codeOfRejection(loadOpaqueSetup(folder, randomBytes(32)))).toBe('configuration.invalid');
    await chmod(path, 0o600);
    await writeFile(path, 'cut short');
    expect(await codeOfRejection(loadOpaqueSetup(folder, masterKey))).toBe('configuration.invalid');
    await unlink(path);
    const together = await Promise.all([1, 2, 3].map(() => loadOpaqueSetup(folder, masterKey)));
    expect(new Set(together).size).toBe(1);
  });

  it('hands out the directory, and describes its one open address', async () => {
    accounts = await startAccounts();
    const { baseUrl, trust } = accounts.context;
    expect(await (await fetch(baseUrl + directoryPath)).json()).toEqual(trust.directoryDocument);
    const description = (await (await fetch(`${baseUrl}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(description.paths)).toContain('/v1/sessions/current');
  });

  it('fills in its settings', async () => {
    accounts = await startAccounts();
    expect(checkConfiguration({}, AccountsSettings)).toEqual(defaultAccountsSettings);
  });
});
