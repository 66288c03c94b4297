import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFreePort } from '../../support/listen.ts';
import { operate, runServers } from '../../support/server-processes.ts';

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'naviterm-installation-'));
  const { code, stderr } = await operate('--data', data, 'init', '--port', String(await findFreePort()));
  expect(stderr).toContain('set up');
  expect(code).toBe(0);
});
afterAll(() => rm(data, { recursive: true }));

const filesBelow = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

it('init leaves nothing that others may read but what terminals are configured with', async () => {
  for (const path of await filesBelow(data)) {
    const others = (await stat(path)).mode & 0o077;
    const isPublic = /terminal\.json$|\.root\.json$|\.sqlite(-wal|-shm)?$/.test(path);
    expect(isPublic || others === 0, `${path} has mode ${others.toString(8)} for others`).toBe(true);
  }
});

it('init refuses a folder that is set up, and two installations share no key', async () => {
  const again = await operate('--data', data, 'init');
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('[configuration.invalid]');

  const other = await mkdtemp(join(tmpdir(), 'naviterm-installation-'));
  await operate('--data', other, 'init', '--port', String(await findFreePort()));
  const keys = async (folder: string) =>
    (await Promise.all((await filesBelow(folder)).map((path) => readFile(path, 'latin1'))))
      .join('\n')
      .match(/"(?:publicKey|staticKey|signingKey|rootPrivateKey|sealedPrivateKey)":\s*"([A-Za-z0-9_-]{20,})"/g) ?? [];
  const first = new Set(await keys(data));
  expect(first.size).toBeGreaterThan(20);
  expect((await keys(other)).filter((key) => first.has(key))).toEqual([]);
  await rm(other, { recursive: true });
});

it('run serves every role, answers on each, and ends with the one that started it', async () => {
  const servers = await runServers(data);
  expect(servers.roles).toHaveLength(7);
  for (const { role, url } of servers.roles.filter((one) => one.url.startsWith('http:'))) {
    const health: unknown = await (await fetch(`${url}/health`)).json();
    expect(health).toMatchObject({ status: 'ok', role });
  }
  servers.child.stdin?.end();
  expect(await servers.ended).toBe(0);
});

it('run names a port that is taken', async () => {
  const { listen } = JSON.parse(await readFile(join(data, 'accounts', 'role.json'), 'utf8')) as {
    listen: { port: number };
  };
  const taker = createServer();
  await new Promise<void>((resolve) => taker.listen(listen.port, '127.0.0.1', resolve));
  const { code, stderr } = await operate('--data', data, 'run', 'accounts');
  expect(code).toBe(1);
  expect(stderr).toContain(`port ${listen.port}`);
  await new Promise((resolve) => taker.close(resolve));
});

it('configure changes a setting, and a value that does not fit is named at the start', async () => {
  expect(await operate('--data', data, 'configure', 'accounts', 'sessionLifetime=-1')).toMatchObject({ code: 0 });
  const { code, stderr } = await operate('--data', data, 'run', 'accounts');
  expect(code).toBe(1);
  expect(stderr).toContain('sessionLifetime');
  await operate('--data', data, 'configure', 'accounts', 'sessionLifetime=');
});

it('devices provision writes a secret for its owner alone, once, and never over a file', async () => {
  const out = join(data, 'device.json');
  const provision = (serial: string, file: string) =>
    operate(
      '--data',
      data,
      'devices',
      'provision',
      '--maker',
      'acme',
      '--model',
      'car',
      '--serial',
      serial,
      '--out',
      file,
    );
  const { code, stdout, stderr } = await provision('SN1', out);
  const { deviceSecret, deviceId } = JSON.parse(await readFile(out, 'utf8')) as Record<string, string>;
  expect(code).toBe(0);
  expect((await stat(out)).mode & 0o777).toBe(0o600);
  expect(stdout + stderr).not.toContain(deviceSecret);
  expect((await provision('SN2', out)).code).toBe(1);
  const listed = (await operate('--data', data, 'devices', 'list')).stdout;
  expect(listed).not.toContain(deviceSecret);
  // One device: where the secret could not be written, none was made. Its id is what "revoke" takes.
  expect(JSON.parse(listed)).toMatchObject([{ deviceId, state: 'active' }]);
  expect((await provision('SN1', join(data, 'again.json'))).stderr).toContain('[device.already-provisioned]');
  await expect(stat(join(data, 'again.json'))).rejects.toThrow('ENOENT');
  expect((await operate('--data', data, 'devices', 'revoke', deviceId ?? '')).code).toBe(0);
});

it('accounts issue prints a sheet that can be read aloud', async () => {
  const { code, stdout } = await operate('--data', data, 'accounts', 'issue', '--days', '30');
  expect(code).toBe(0);
  expect(stdout).toMatch(/u-[a-z0-9]+/);
  const listed = JSON.parse((await operate('--data', data, 'accounts', 'list')).stdout) as unknown[];
  expect(listed).toHaveLength(1);
});

it('allocation explain says which rule wins', async () => {
  const { stderr } = await operate('--data', data, 'allocation', 'explain', 'first', '--maker', 'acme');
  expect(stderr).toContain('→ everybody');
  expect(stderr).toContain('second-allocation');
});

it('run names the file that is damaged', async () => {
  for (const name of ['role.json', 'identity.json', 'trust.json']) {
    const path = join(data, 'service', name);
    const before = await readFile(path);
    await writeFile(path, '[]');
    const { code, stderr } = await operate('--data', data, 'run', 'service');
    await writeFile(path, before);
    expect(code).toBe(1);
    expect(stderr).toContain(`${path}: / must be object [configuration.invalid]`);
  }
});
