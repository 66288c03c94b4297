import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Type, type Static, type TSchema } from 'typebox';
import { check } from '../contract/check.ts';
import { DeviceProvisioning, TerminalConfiguration } from '../contract/terminal-configuration.ts';
import { CodedError } from '../errors/coded-error.ts';
import { decodeJson, encodeJson, utf8 } from '../protocol/bytes.ts';
import { sha256 } from '../protocol/hash.ts';
import { readWhole, writeAtomically } from './atomic-file.ts';
import { makeFolder } from './durable-file.ts';
import type { Operate } from './operate-servers.ts';

// F4: the steps from nothing to a terminal that can sign up at servers of its own. Each is left alone once it is done, so
// that whoever was interrupted does them all again.

/** What the demo's terminal downloads: a real city, and the world around it. */
export const demoRegions = ['montevideo', 'world'] as const;

const device = { maker: 'demo-maker', model: 'demo-terminal', serial: 'DEMO-000001' };

const Published = Type.Array(Type.Object({ sha256: Type.String() }));
const PublishAnswer = Type.Object({ changed: Type.Boolean() });
/** Of a region's package, what is told beside its files. */
const RegionFacts = Type.Object({
  names: Type.Record(Type.String(), Type.String()),
  companions: Type.Record(Type.String(), Type.Unknown()),
});
const Devices = Type.Array(
  Type.Object({
    deviceId: Type.String(),
    makerId: Type.String(),
    modelId: Type.String(),
    hardwareNumber: Type.String(),
    state: Type.String(),
  }),
);

const read = <Schema extends TSchema>(schema: Schema, bytes: Uint8Array): Static<Schema> =>
  check(schema, decodeJson(bytes, 'configuration.invalid'), 'configuration.invalid');

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Keys, root and rules of every role. @returns false where they are there */
export async function installServers(operate: Operate, servers: string): Promise<boolean> {
  if (await exists(join(servers, 'terminal.json'))) return false;
  await operate('init');
  return true;
}

/** The publisher cuts, seals and signs a region's package. @returns false where this very package is published */
export async function publishRegion(operate: Operate, regions: string, region: string): Promise<boolean> {
  const before = read(Published, utf8(await operate('maps', 'list')));
  const { names, companions } = read(RegionFacts, await readFile(join(regions, `${region}.json`)));
  const files = ['pmtiles', ...Object.keys(companions)].map((ending) => join(regions, `${region}.${ending}`));
  const digests = await Promise.all(files.map(async (file) => sha256(await readFile(file))));
  if (digests.every((digest) => before.some((known) => known.sha256 === Buffer.from(digest).toString('hex'))))
    return false;
  const named = Object.entries(names).flatMap(([language, text]) => ['--name', `${language}=${text}`]);
  return read(PublishAnswer, utf8(await operate('maps', 'publish', ...files, '--json', ...named))).changed;
}

/** What the terminal is configured with: its servers' own words, and that they run beside it. */
export async function configureTerminal(
  terminal: string,
  localStack: NonNullable<TerminalConfiguration['localStack']>,
): Promise<void> {
  const content = await readFile(join(localStack.data, 'terminal.json'));
  const configuration = read(TerminalConfiguration, content);
  await makeFolder(terminal);
  await writeAtomically(join(terminal, 'terminal.json'), encodeJson({ ...configuration, localStack }));
}

const handedOver = (terminal: string) => join(terminal, 'device.json');

/**
 * B1: what the maker does at the factory: an identity for one device, handed over in a file that is then deleted.
 * @param take puts the secret where it lasts
 */
export async function provisionDemoDevice(
  operate: Operate,
  terminal: string,
  take: (provisioning: DeviceProvisioning) => Promise<void>,
): Promise<void> {
  const file = handedOver(terminal);
  const { maker, model, serial } = device;
  const known = read(Devices, utf8(await operate('devices', 'list'))).find(
    ({ makerId, modelId, hardwareNumber, state }) =>
      state === 'active' && makerId === maker && modelId === model && hardwareNumber === serial,
  );
  const before = await readHandedOver(file);
  // Interrupted between the two: the server knows the device, and the file has its secret.
  if (before === undefined || before.deviceId !== known?.deviceId) {
    await rm(file, { force: true });
    // Whoever had this identity has lost it.
    if (known !== undefined) await operate('devices', 'revoke', known.deviceId);
    const facts = ['--maker', maker, '--model', model, '--serial', serial];
    await operate('devices', 'provision', ...facts, '--out', file);
  }
  const provisioning = await readHandedOver(file);
  if (provisioning === undefined) throw new CodedError('configuration.invalid', { detail: `there is no ${file}` });
  await take(provisioning);
  await forgetHandedOver(terminal);
}

/** The file goes, also where the program was killed when it had taken the secret from there. */
export const forgetHandedOver = (terminal: string): Promise<void> => rm(handedOver(terminal), { force: true });

/** Undefined where there is none, or one whose writer was killed on the way. */
async function readHandedOver(file: string): Promise<DeviceProvisioning | undefined> {
  const content = await readWhole(file, 65_536);
  if (content === undefined) return undefined;
  try {
    return read(DeviceProvisioning, content);
  } catch (error) {
    if (error instanceof CodedError) return undefined;
    throw error;
  }
}
