import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operate } from '../../support/server-processes.ts';
import { createInstallation } from '../../../local-servers/cli/installation/create.ts';
import { installationPaths } from '../../../local-servers/cli/installation/files.ts';
import { provisionDevice } from '../../../local-servers/authentication/operator.ts';
import { AuthenticationSettings } from '../../../local-servers/authentication/settings.ts';
import { openAuthenticationDatabase } from '../../../local-servers/authentication/store/authentication-store.ts';
import { openRole } from '../../../local-servers/cli/installation/role-files.ts';
import { createLogger } from '../../../local-servers/kit/logging.ts';
import { findFreePort } from '../../support/listen.ts';

let folder: string;
const timeout = 60_000;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-devices-'));
  const paths = installationPaths(folder);
  await createInstallation(paths, '127.0.0.1', await findFreePort(), () => undefined);
  const logger = createLogger({ name: 'test', level: 'error' });
  const { context } = await openRole(paths, 'authentication', AuthenticationSettings, logger);
  const database = await openAuthenticationDatabase(context.folder);
  for (const [modelId, hardwareNumber] of [
    ['N-1', '1'],
    ['N-1', '2'],
    ['N-2', '2'],
    ['N-1', '3'],
  ] as const)
    await provisionDevice(context, database, { makerId: 'acme', modelId, hardwareNumber });
  await database.close();
}, timeout);
afterAll(() => rm(folder, { recursive: true }));

const states = async () => {
  const { stdout } = await operate('--data', folder, 'devices', 'list');
  return (JSON.parse(stdout) as { state: string }[]).map(({ state }) => state).toSorted();
};

it(
  'devices revoke --file names each line that is wrong and changes nothing, or ends all at once',
  { timeout },
  async () => {
    const path = join(folder, 'stolen.csv');
    const revoke = (...more: string[]) => operate('--data', folder, 'devices', 'revoke', '--file', path, ...more);
    await writeFile(path, 'makerId,hardwareNumber\nacme,1\nacme,2\nacme,9\nacme,a b\n');
    const wrong = await revoke();
    expect(wrong.code).toBe(1);
    expect(wrong.stderr.split('\n').slice(0, 4)).toEqual([
      `${path}:3: several models have this hardware number: name the model`,
      `${path}:4: there is no such device`,
      expect.stringContaining(`${path}:5: `),
      'nothing was changed',
    ]);

    await writeFile(path, 'makerId,modelId,hardwareNumber\nacme,N-1,1\nacme,N-2,2\nacme,N-2,2\n');
    const dry = await revoke('--dry-run');
    expect([dry.code, dry.stderr]).toEqual([0, '2 would be revoked\n']);
    expect(await states()).toEqual(['active', 'active', 'active', 'active']);
    expect((await revoke()).stderr).toBe('2 revoked\n');
    expect((await revoke()).stderr).toBe('0 revoked, 3 were before\n');
    expect(await states()).toEqual(['active', 'active', 'revoked', 'revoked']);
  },
);

it('devices renew and trust say what they did', { timeout }, async () => {
  expect((await operate('--data', folder, 'devices', 'renew', '--all')).stderr).toContain('2 secrets are renewed');
  expect((await operate('--data', folder, 'devices', 'trust', 'A'.repeat(22))).stderr).toContain('is not suspected');
  expect((await operate('--data', folder, 'devices', 'list', '--suspected')).stdout).toBe('[]\n');
});
