import { CodedError } from '../../../src/errors/coded-error.ts';
import { openKeptClock } from '../../kit/kept-clock.ts';
import { createLogger } from '../../kit/logging.ts';
import { readMasterKey } from '../../kit/master-key.ts';
import type { RoleName } from '../../kit/role-context.ts';
import { exists, type InstallationPaths } from './files.ts';
import { endFormerKeys, readIdentity, replaceKeys, writeIdentity } from './identity.ts';
import { installAnswer, signingRequest } from './role-files.ts';
import { currentIdentity } from './role-keys.ts';
import { AllocationRoot, type SigningRequest } from './root.ts';
import { roleNames } from './roles.ts';

/** Grace times are told by the clock that the servers go by. */
const keptClock = (paths: InstallationPaths) =>
  openKeptClock(paths.clock, createLogger({ name: 'keys', level: 'warn' }));

/**
 * Makes new keys for a role. Where it runs, it soon answers to both; nobody is told of the new ones yet.
 * @returns the signing request with the new keys
 * @throws configuration.invalid where the last new keys are not announced yet, or too many are in their grace time
 */
export async function rotateKeys(paths: InstallationPaths, role: RoleName): Promise<SigningRequest> {
  const masterKey = await readMasterKey(paths.masterKey);
  const identity = await currentIdentity({ paths, role, masterKey, clock: await keptClock(paths) });
  if (identity.formerKeys?.some(({ until }) => until === undefined) === true) {
    const detail = `the last new keys of ${role} are not announced yet: naviterm-server keys announce ${role}`;
    throw new CodedError('configuration.invalid', { detail });
  }
  await writeIdentity(paths.identity(role), masterKey, replaceKeys(identity));
  return signingRequest(paths, role);
}

/**
 * Has the new keys signed and names them in the rules, as far as the root and the servers concerned are in this folder, and
 * lets the grace time of the old ones begin.
 * @param grace seconds
 * @returns what was done, and what is left to do elsewhere, in words
 */
export async function announceKeys(paths: InstallationPaths, role: RoleName, grace: number): Promise<string[]> {
  const request = await signingRequest(paths, role);
  const said =
    role === 'second-allocation' || role === 'authentication'
      ? await renameInRules(paths, role, request)
      : await signAnew(paths, role, request);
  const masterKey = await readMasterKey(paths.masterKey);
  const identity = await readIdentity(paths.identity(role), masterKey);
  const until = (await keptClock(paths)).now() + grace;
  await writeIdentity(paths.identity(role), masterKey, endFormerKeys(identity, until));
  const days = Math.round(grace / 86_400);
  return [...said, `${role} answers to its old keys for ${days} more days`];
}

/** What the root signed anew goes to every role that is installed here. */
async function signAnew(paths: InstallationPaths, role: RoleName, request: SigningRequest): Promise<string[]> {
  if (!(await exists(`${paths.root}/root.json`))) {
    return [`the root is not here: sign what "init ${role} --request" prints, and install the answer at every server`];
  }
  const root = await AllocationRoot.open(paths.root);
  await root.sign(request);
  const installed: RoleName[] = [];
  for (const name of roleNames) {
    if (!(await exists(paths.roleFile(name)))) continue;
    await installAnswer(paths, name, root.answer(await signingRequest(paths, name)));
    installed.push(name);
  }
  return [`signed by the root; start these again: ${installed.join(', ')}`];
}

/** The servers that lead to it name its new keys from their next answer on. */
async function renameInRules(
  paths: InstallationPaths,
  role: 'second-allocation' | 'authentication',
  request: SigningRequest,
): Promise<string[]> {
  const { openAllocationDatabase } = await import('../../allocation/store/allocation-store.ts');
  const { retarget } = await import('../../allocation/table/retarget.ts');
  const context = { clock: await keptClock(paths), logger: createLogger({ name: 'keys', level: 'warn' }) };
  const said: string[] = [];
  for (const leading of ['first-allocation', 'second-allocation'] as const) {
    if (leading === role || !(await exists(paths.roleFile(leading)))) continue;
    const database = await openAllocationDatabase(paths.role(leading));
    try {
      if (await retarget(context, database, request)) said.push(`the rules of ${leading} name the new keys`);
    } finally {
      await database.close();
    }
  }
  const elsewhere = `no rule here names ${request.serverId}: "allocation retarget" does it where the rules are`;
  return said.length > 0 ? said : [elsewhere];
}
