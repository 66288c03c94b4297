import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyringVault } from '../../../src/host/keyring-vault.ts';
import { UnsafeFileVault } from '../../../src/host/unsafe-file-vault.ts';
import type { Vault } from '../../../src/terminal/ports.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-vault-'));
});
afterEach(() => rm(folder, { recursive: true }));

const vaults: readonly (readonly [string, () => Promise<Vault>])[] = [
  ['the keyring of the operating system', () => KeyringVault.open(`naviterm test ${randomUUID()}`)],
  ['the unsafe file', async () => new UnsafeFileVault(folder)],
];

describe.each(vaults)('%s', (_name, open) => {
  it('keeps, replaces and forgets each secret on its own', async () => {
    const vault = await open();
    expect(await vault.get('access-key')).toBeUndefined();
    await vault.set('access-key', 'first');
    await vault.set('device-secret', 'other');
    await vault.set('access-key', 'second');
    expect(await vault.get('access-key')).toBe('second');
    await vault.delete('access-key');
    await vault.delete('access-key');
    expect(await vault.get('access-key')).toBeUndefined();
    expect(await vault.get('device-secret')).toBe('other');
    await vault.delete('device-secret');
  });
});

it('never shows a secret in the unsafe file itself', async () => {
  const vault = new UnsafeFileVault(folder);
  await vault.set('access-key', 'very-secret-value');
  for (const name of await readdir(folder)) {
    expect(await readFile(join(folder, name), 'latin1')).not.toContain('very-secret-value');
  }
});

it('refuses with vault.unavailable where there is no keyring', async () => {
  const address = process.env['DBUS_SESSION_BUS_ADDRESS'];
  process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent/bus';
  try {
    // libsecret keeps its connection for the life of a process, so a fresh one has to ask.
    const { execFile } = await import('node:child_process');
    const script = `import('${new URL('../../../src/host/keyring-vault.ts', import.meta.url).href}')
      .then(({ KeyringVault }) => KeyringVault.open('naviterm test'))
      .then(() => console.log('opened'), (error) => console.log(error.code));`;
    const said = await new Promise<string>((resolve, reject) =>
      execFile(process.execPath, ['--input-type=module', '-e', script], (error, stdout) =>
        error === null ? resolve(stdout) : reject(new Error('the script failed', { cause: error })),
      ),
    );
    expect(said.trim()).toBe('vault.unavailable');
  } finally {
    if (address === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS'];
    else process.env['DBUS_SESSION_BUS_ADDRESS'] = address;
  }
});
