import { join } from 'node:path';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { removeUnfinished } from '../../../src/host/leftovers.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import type { TerminalConfiguration } from '../../../src/contract/terminal-configuration.ts';
import { setRule } from '../../allocation/operator.ts';
import { openAllocationDatabase } from '../../allocation/store/allocation-store.ts';
import type { AllocationTarget } from '../../allocation/rules/rule.ts';
import { systemClock } from '../../kit/clock.ts';
import { createLogger } from '../../kit/logging.ts';
import type { RoleName } from '../../kit/role-context.ts';
import { certificateFolder } from '../../mailbox/app.ts';
import { createPublisher } from '../../service/operator.ts';
import { exists, writeJson, type InstallationPaths } from './files.ts';
import { findFreePorts } from './free-ports.ts';
import { createRole } from './create-role.ts';
import { installAnswer, readRoleFile, signingRequest, type RoleFile } from './role-files.ts';
import { AllocationRoot, type SigningRequest } from './root.ts';
import { roleNames, workFolders } from './roles.ts';

/** What one machine's roles need to know of each other's ports and files. */
function localSettings(
  paths: InstallationPaths,
  role: RoleName,
  host: string,
  smtpPort: number,
  mailboxPort: number,
): RoleFile['settings'] {
  if (role === 'mailbox') return { smtp: { host: '127.0.0.1', port: smtpPort } };
  if (role !== 'portal') return {};
  const caFile = join(paths.role('mailbox'), certificateFolder, 'ca.pem');
  return { mail: { host: '127.0.0.1', port: smtpPort, caFile }, mailboxUrl: `http://${host}:${mailboxPort}` };
}

/**
 * Sets up every role on one machine: keys, root, publisher, rules and the configuration of terminals (F4). Killed on
 * the way, it is repeated from the start; finished, it is not touched again.
 */
export async function createInstallation(
  paths: InstallationPaths,
  host: string,
  firstPort: number,
  say: (line: string) => void,
): Promise<void> {
  if (await exists(paths.terminal)) {
    throw new CodedError('configuration.invalid', {
      detail: 'this folder is set up already; choose another with --data',
    });
  }
  // Nobody else works here yet: what is unfinished is of an attempt that was killed.
  await removeUnfinished(workFolders(paths), 0);
  say('making the master key, the allocation root and the keys of every role');
  const ports = await findFreePorts(host, firstPort, roleNames.length + 1);
  const root = (await exists(`${paths.root}/root.json`))
    ? await AllocationRoot.open(paths.root)
    : await AllocationRoot.create(paths.root);
  const requests = new Map<RoleName, SigningRequest>();
  for (const [index, role] of roleNames.entries()) {
    const request = (await exists(paths.roleFile(role)))
      ? await signingRequest(paths, role)
      : await createRole(paths, role, {
          host,
          port: ports[index] ?? 0,
          settings: localSettings(paths, role, host, ports.at(-1) ?? 0, ports[roleNames.indexOf('mailbox')] ?? 0),
        });
    requests.set(role, request);
    await root.sign(request);
  }
  for (const [role, request] of requests) await installAnswer(paths, role, root.answer(request));
  say('leading everybody from the first to the second allocation server, and on to the authentication server');
  await setOnlyRule(paths, 'first-allocation', target(requests, 'second-allocation', ['first', 'second']));
  await setOnlyRule(paths, 'second-allocation', target(requests, 'authentication', []));
  say('making the map publisher');
  const mapRoot = await createPublisher(paths.publisher);
  await writeJson(paths.terminal, await terminalConfiguration(paths, root, mapRoot), 0o644);
}

function target(
  requests: ReadonlyMap<RoleName, SigningRequest>,
  role: 'second-allocation' | 'authentication',
  asks: AllocationTarget['asks'],
): AllocationTarget {
  const request = requests.get(role);
  if (request === undefined) throw new CodedError('configuration.invalid', { detail: `${role} is not installed` });
  const { serverId, endpoints, staticKey, signingKey } = request;
  return { role, serverId, endpoints, staticKey, signingKey, asks, weight: 1 };
}

async function setOnlyRule(paths: InstallationPaths, role: RoleName, only: AllocationTarget): Promise<void> {
  const database = await openAllocationDatabase(paths.role(role));
  try {
    const context = { clock: systemClock(), logger: createLogger({ name: role, level: 'warn' }) };
    await setRule(context, database, { name: 'everybody', match: {}, targets: [only] });
  } finally {
    await database.close();
  }
}

/** What a terminal that is new trusts in. */
export const pinned = ({ anchor }: AllocationRoot): TerminalConfiguration['allocationRoot'] => ({
  publicKey: toBase64url(anchor.rootKey),
  lowestVersion: anchor.lowestVersion,
});

/** What terminals are configured with; nothing in it is secret. */
async function terminalConfiguration(
  paths: InstallationPaths,
  root: AllocationRoot,
  mapRoot: string,
): Promise<TerminalConfiguration> {
  return {
    serviceUrl: (await readRoleFile(paths, 'service')).baseUrl,
    portalUrl: (await readRoleFile(paths, 'portal')).baseUrl,
    allocationRoot: pinned(root),
    mapRoot,
  };
}
