import { BackgroundWork } from '../kit/background.ts';
import { keptEvery, openKeptClock } from '../kit/kept-clock.ts';
import { listen } from '../kit/listen.ts';
import { createLogger } from '../kit/logging.ts';
import type { RoleName } from '../kit/role-context.ts';
import { onShutdown } from '../kit/shutdown.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { removeUnfinished } from '../../src/host/leftovers.ts';
import { exists, type InstallationPaths } from './installation/files.ts';
import { keysTakenUpWithin } from './installation/role-keys.ts';
import { roleBuilders, roleNames, workFolders, type StartableRole } from './installation/roles.ts';

/** Seconds after which a file that is still on its way is nobody's any more: an operator's command may be at work. */
const abandonedAfter = 600;

export interface RunOptions {
  readonly roles: readonly RoleName[];
  /** One JSON line on standard output when all listen, for a program that waits for it. */
  readonly json: boolean;
  readonly stopWithParent: boolean;
  /** Where the log goes; standard error where absent. */
  readonly logFile: string | undefined;
  readonly say: (line: string) => void;
}

/** Runs roles in this process, each on its own port, until it is told to stop. */
export async function runRoles(paths: InstallationPaths, options: RunOptions): Promise<void> {
  const names = options.roles.length > 0 ? options.roles : await installedRoles(paths);
  await removeUnfinished(workFolders(paths), abandonedAfter);
  const started: StartableRole[] = [];
  const logging = options.logFile === undefined ? {} : { file: options.logFile };
  const logger = createLogger({ name: 'naviterm-server', ...logging });
  const refreshKeys = async () => void (await Promise.all(started.map((role) => role.refreshKeys())));
  const clock = await openKeptClock(paths.clock, logger);
  const keepingTime = new BackgroundWork(() => clock.keep(), keptEvery, logger);
  const refreshing = new BackgroundWork(refreshKeys, keysTakenUpWithin, logger);
  const closeAll = async () => {
    await Promise.all([refreshing.stop(), keepingTime.stop()]);
    await Promise.all(started.map((role) => role.close()));
  };
  onShutdown(closeAll, {
    logger,
    stopWithParent: options.stopWithParent,
  });
  try {
    for (const name of names) {
      const role = await roleBuilders[name](paths, createLogger({ name, ...logging }));
      started.push(role);
      await listen(role.app, role.listen);
      options.say(`${name.padEnd(18)} ${role.baseUrl}`);
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  const addresses = names.map((name, index) => ({ role: name, url: started[index]?.baseUrl }));
  if (options.json) process.stdout.write(`${JSON.stringify({ ready: true, roles: addresses })}\n`);
  else options.say(`ready: ${names.length} roles; stop with Ctrl-C`);
}

async function installedRoles(paths: InstallationPaths): Promise<RoleName[]> {
  const found: RoleName[] = [];
  for (const name of roleNames) if (await exists(paths.roleFile(name))) found.push(name);
  if (found.length === 0) {
    throw new CodedError('configuration.invalid', {
      detail: 'nothing is installed in this folder; "naviterm-server init" sets it up',
    });
  }
  return found;
}
