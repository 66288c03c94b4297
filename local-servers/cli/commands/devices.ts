import { createReadStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { DeviceProvisioning } from '../../../src/contract/terminal-configuration.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { syncFolder } from '../../../src/host/durable-file.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { AuthenticationSettings } from '../../authentication/settings.ts';
import type { DeviceRecord } from '../../authentication/store/device-store.ts';
import { createLogger } from '../../kit/logging.ts';
import type { RoleContext } from '../../kit/role-context.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import { openRole } from '../installation/role-files.ts';
import { printJson, type CommandEnvironment } from './environment.ts';

async function withDevices<T>(
  environment: CommandEnvironment,
  work: (context: RoleContext<AuthenticationSettings>, database: SqlDatabase) => Promise<T>,
): Promise<T> {
  const logger = createLogger({ name: 'devices', level: 'warn' });
  const { context } = await openRole(environment.paths(), 'authentication', AuthenticationSettings, logger);
  const { openAuthenticationDatabase } = await import('../../authentication/store/authentication-store.ts');
  const database = await openAuthenticationDatabase(context.folder);
  try {
    return await work(context, database);
  } finally {
    await database.close();
  }
}

// Operators' functions are loaded when a command needs them: the others start at once.
const operator = () => import('../../authentication/operator.ts');

/**
 * The secret goes into a file of its owner's alone: never over another file, never to a screen. The file is whole before the
 * server knows the device, so that no device is left with a secret that nobody has.
 */
async function writeSecretFile(path: string, provisioning: DeviceProvisioning): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(provisioning)}\n`, { flag: 'wx', mode: 0o600, flush: true });
    await syncFolder(dirname(path));
  } catch (cause) {
    throw new CodedError('configuration.invalid', { detail: `${path} is there already or cannot be written`, cause });
  }
}

export function addDeviceCommands(program: Command, environment: CommandEnvironment): void {
  const devices = program.command('devices').description('the devices that the authentication server knows');
  devices
    .command('provision')
    .description('gives a device its identity: writes a file for "naviterm provision", to be deleted afterwards')
    .requiredOption('--maker <id>', 'maker id')
    .requiredOption('--model <id>', 'model id')
    .requiredOption('--serial <number>', 'hardware number')
    .requiredOption('--out <file>', 'where to write; must not exist')
    .action(async (options: Record<'maker' | 'model' | 'serial' | 'out', string>) => {
      const wanted = { makerId: options.maker, modelId: options.model, hardwareNumber: options.serial };
      const { provisionDevice } = await operator();
      let written = false;
      const keep = async (provisioning: DeviceProvisioning) => {
        await writeSecretFile(options.out, provisioning);
        written = true;
      };
      try {
        await withDevices(environment, (context, database) => provisionDevice(context, database, wanted, keep));
      } catch (error) {
        if (written) await rm(options.out, { force: true });
        throw error;
      }
      environment.say(`wrote ${options.out}; it holds the device's secret`);
    });
  devices
    .command('list')
    .description('all devices, as JSON')
    .option('--suspected', 'those alone whose identity seems to have two users')
    .action(async (options: { suspected?: true }) => {
      const { listDevices } = await operator();
      const only = options.suspected === true ? 'suspected' : undefined;
      const all = await withDevices(environment, (_context, database) => listDevices(database, only));
      printJson(all.map(inJson));
    });
  devices
    .command('show <device-id>')
    .description('one device, as JSON')
    .action(async (deviceId: string) => {
      const { findDevice } = await operator();
      const device = await withDevices(environment, (_context, database) => findDevice(database, deviceId));
      if (device === undefined) throw new CodedError('request.not-found', { detail: `there is no device ${deviceId}` });
      printJson(inJson(device));
    });
  devices
    .command('trust <device-id>')
    .description('a suspected device is not: it was set back to a backup, say')
    .action(async (deviceId: string) => {
      const { trustDevice } = await operator();
      const cleared = await withDevices(environment, (context, database) => trustDevice(context, database, deviceId));
      if (!cleared) throw new CodedError('request.not-found', { detail: `${deviceId} is not suspected` });
      environment.say('trusted');
    });
  devices
    .command('renew [device-id]')
    .description('has the secret of a device, or of all, renewed when it is next authenticated; nobody notices')
    .option('--all', 'of all devices')
    .action(async (deviceId: string | undefined, options: { all?: true }) => {
      if ((deviceId === undefined) !== (options.all === true))
        throw new CodedError('configuration.invalid', { detail: 'either a device id or --all' });
      const { renewDeviceSecrets } = await operator();
      const count = await withDevices(environment, (context, database) =>
        renewDeviceSecrets(context, database, deviceId),
      );
      if (count === 0 && deviceId !== undefined)
        throw new CodedError('request.not-found', { detail: `there is no active device ${deviceId}` });
      environment.say(`${count} secrets are renewed when their devices are next authenticated`);
    });
  addRevoke(devices, environment);
}

const inJson = (device: DeviceRecord) => ({ ...device, deviceId: toBase64url(device.deviceId) });

function addRevoke(devices: Command, environment: CommandEnvironment): void {
  devices
    .command('revoke [device-id]')
    .description('ends a device for good, or all of a list')
    .option(
      '--file <csv>',
      'the list: columns deviceId, or makerId and hardwareNumber, and modelId; - for standard input',
    )
    .option('--dry-run', 'says what the list would end')
    .action(async (deviceId: string | undefined, options: { file?: string; dryRun?: true }) => {
      if ((deviceId === undefined) === (options.file === undefined))
        throw new CodedError('configuration.invalid', { detail: 'either a device id or a list' });
      if (options.file !== undefined) return revokeList(environment, options.file, options.dryRun === true);
      const { revokeDevice } = await operator();
      const id = deviceId ?? '';
      const revoked = await withDevices(environment, (context, database) => revokeDevice(context, database, id));
      if (!revoked) throw new CodedError('request.not-found', { detail: `there is no active device ${id}` });
      environment.say('revoked');
    });
}

/** Characters of a list. */
const listCeiling = 4_000_000;

async function revokeList(environment: CommandEnvironment, path: string, dryRun: boolean): Promise<void> {
  const { readRevocationList } = await import('../../authentication/revocation-list.ts');
  const { revokeDevices } = await import('../../authentication/revoke-devices.ts');
  const list = readRevocationList(await readText(path));
  const { revoked, before, faults } = await withDevices(environment, async (context, database) => {
    // With a fault in one line, all others are looked at too, so that all can be mended at once.
    const asked = { devices: list.devices, dryRun: dryRun || list.faults.length > 0 };
    const result = await revokeDevices(context, database, asked);
    return { ...result, faults: [...list.faults, ...result.faults].toSorted((a, b) => a.line - b.line) };
  });
  for (const { line, problem } of faults) environment.say(`${path}:${line}: ${problem}`);
  if (faults.length > 0) {
    environment.say('nothing was changed');
    process.exitCode = 1;
    return;
  }
  const also = before === 0 ? '' : `, ${before} were before`;
  environment.say(dryRun ? `${revoked} would be revoked${also}` : `${revoked} revoked${also}`);
}

async function readText(path: string): Promise<string> {
  let text = '';
  const source = path === '-' ? process.stdin : createReadStream(path);
  try {
    for await (const part of source.setEncoding('utf8')) {
      text += String(part);
      if (text.length > listCeiling) throw new CodedError('request.too-large', { detail: `${path}: divide the list` });
    }
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw new CodedError('configuration.invalid', { detail: `${path} cannot be read`, cause });
  }
  return text;
}
