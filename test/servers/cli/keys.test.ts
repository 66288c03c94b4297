import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listRules } from '../../../local-servers/allocation/operator.ts';
import { openAllocationDatabase } from '../../../local-servers/allocation/store/allocation-store.ts';
import { AllocationSettings } from '../../../local-servers/allocation/settings.ts';
import { AuthenticationSettings } from '../../../local-servers/authentication/settings.ts';
import { createInstallation } from '../../../local-servers/cli/installation/create.ts';
import { installationPaths } from '../../../local-servers/cli/installation/files.ts';
import { openRole } from '../../../local-servers/cli/installation/role-files.ts';
import { announceKeys, rotateKeys } from '../../../local-servers/cli/installation/rotate-keys.ts';
import { renewSealingKey } from '../../../local-servers/cli/installation/rotate-root.ts';
import { ServiceSettings } from '../../../local-servers/service/settings.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { codeOfRejection } from '../../support/coded.ts';
import { findFreePort } from '../../support/listen.ts';

let folder: string;
let paths: ReturnType<typeof installationPaths>;
const logger = pino({ level: 'silent' });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-keys-'));
  paths = installationPaths(folder);
  await createInstallation(paths, '127.0.0.1', await findFreePort(), () => undefined);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const nameOf = ({ staticKey }: { staticKey: { publicKey: Uint8Array } }) => toBase64url(staticKey.publicKey);

async function ledTo(): Promise<{ version: number; staticKey: string | undefined }> {
  const database = await openAllocationDatabase(paths.role('second-allocation'));
  try {
    const { version, rules } = await listRules(database);
    return { version, staticKey: rules[0]?.targets[0]?.staticKey };
  } finally {
    await database.close();
  }
}

it('new keys of the authentication server are answered to at once, and named by the rules when they are announced', async () => {
  const running = await openRole(paths, 'authentication', AuthenticationSettings, logger);
  const old = nameOf(running.context);
  expect(running.context.otherKeys).toEqual([]);

  const request = await rotateKeys(paths, 'authentication');
  await running.refreshKeys();
  expect(running.context.otherKeys?.map(nameOf)).toEqual([request.staticKey]);
  expect(nameOf(running.context)).toBe(old);
  const before = await ledTo();
  expect(before.staticKey).toBe(old);
  expect(await codeOfRejection(rotateKeys(paths, 'authentication'))).toBe('configuration.invalid');

  await announceKeys(paths, 'authentication', 86_400);
  expect(await ledTo()).toEqual({ version: before.version + 1, staticKey: request.staticKey });
  const again = await openRole(paths, 'authentication', AuthenticationSettings, logger);
  expect(nameOf(again.context)).toBe(request.staticKey);
  expect(again.context.otherKeys?.map(nameOf)).toEqual([old]);
});

it('the private halves of old keys are deleted when their grace time is over', async () => {
  const { context, refreshKeys } = await openRole(paths, 'authentication', AuthenticationSettings, logger);
  await rotateKeys(paths, 'authentication');
  await announceKeys(paths, 'authentication', 0);
  // The keys before last are in their grace time still.
  expect(JSON.parse(await readFile(paths.identity('authentication'), 'utf8'))).toMatchObject({
    formerKeys: [{ until: expect.any(Number) as number }, { until: expect.any(Number) as number }],
  });
  await refreshKeys();
  const file = await readFile(paths.identity('authentication'), 'utf8');
  expect(file).not.toContain(nameOf(context));
  expect((JSON.parse(file) as { formerKeys: unknown[] }).formerKeys).toHaveLength(1);
});

it('a server of the directory goes on under the keys that it names, until a newer directory names others', async () => {
  const old = nameOf((await openRole(paths, 'service', ServiceSettings, logger)).context);
  const request = await rotateKeys(paths, 'service');
  const waiting = (await openRole(paths, 'service', ServiceSettings, logger)).context;
  expect([nameOf(waiting), ...(waiting.otherKeys ?? []).map(nameOf)]).toEqual([old, request.staticKey]);

  await announceKeys(paths, 'service', 86_400);
  const { context } = await openRole(paths, 'service', ServiceSettings, logger);
  expect([nameOf(context), ...(context.otherKeys ?? []).map(nameOf)]).toEqual([request.staticKey, old]);
  const { version, servers } = context.trust.directory;
  expect(version).toBe(waiting.trust.directory.version + 1);
  expect(servers.find(({ id }) => id === 'service')?.staticKey).toBe(request.staticKey);
  const accounts = await readFile(paths.trust('accounts'), 'utf8');
  expect(accounts).toBe(await readFile(paths.trust('service'), 'utf8'));
});

it('a new sealing key is taken up by allocation servers that run, beside the old one for its grace time', async () => {
  const named = async () => (await openRole(paths, 'service', ServiceSettings, logger)).context.trust.directory;
  const running = await openRole(paths, 'second-allocation', AllocationSettings, logger);
  const held = () => running.sealingKeys.map(({ key }) => toBase64url(key.publicKey));
  const before = await named();
  expect(held()).toEqual([before.allocationSealingKey]);

  await renewSealingKey(paths, 86_400);
  const after = await named();
  expect(after.version).toBe(before.version + 1);
  await running.refreshKeys();
  expect(held()).toEqual([after.allocationSealingKey, before.allocationSealingKey]);
  const again = await openRole(paths, 'first-allocation', AllocationSettings, logger);
  expect(again.sealingKeys.map(({ key }) => toBase64url(key.publicKey))).toEqual(held());

  // One whose grace time is over is deleted, from the file, too.
  await renewSealingKey(paths, 0);
  await running.refreshKeys();
  const { allocationSealingKey } = await named();
  expect(held()).toEqual([allocationSealingKey, before.allocationSealingKey]);
  const file = await readFile(paths.identity('second-allocation'), 'utf8');
  expect(file).not.toContain(after.allocationSealingKey);
});
