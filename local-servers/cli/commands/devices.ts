import { rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { DeviceProvisioning } from '../../../src/contract/terminal-configuration.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { syncFolder } from '../../../src/host/durable-file.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { AuthenticationSettings } from '../../authentication/settings.ts';
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
    .action(async () => {
      const { listDevices } = await operator();
      const all = await withDevices(environment, (_context, database) => listDevices(database));
      printJson(all.map((device) => ({ ...device, deviceId: toBase64url(device.deviceId) })));
    });
  devices
    .command('revoke <device-id>')
    .description('ends a device for good')
    .action(async (deviceId: string) => {
      const { revokeDevice } = await operator();
      const revoked = await withDevices(environment, (context, database) => revokeDevice(context, database, deviceId));
      if (!revoked) throw new CodedError('request.not-found', { detail: `there is no active device ${deviceId}` });
      environment.say('revoked');
    });
}
