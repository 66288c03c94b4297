import { TerminalConfiguration } from '../../../src/contract/terminal-configuration.ts';
import type { RoleName } from '../../kit/role-context.ts';
import { pinned } from './create.ts';
import { exists, readChecked, writeJson, type InstallationPaths } from './files.ts';
import { installAnswer, signingRequest } from './role-files.ts';
import { keysTakenUpWithin } from './role-keys.ts';
import { AllocationRoot } from './root.ts';
import { roleNames } from './roles.ts';

/**
 * G2: replaces the root, and gives what it signed anew to every role in this folder, and to the terminals that are set up
 * from now on. Repeated after a kill it makes another successor: both are followed.
 * @returns what was done, and what is left to do elsewhere, in words
 * @throws configuration.invalid
 */
export async function rotateRoot(paths: InstallationPaths): Promise<string[]> {
  const root = await AllocationRoot.open(paths.root);
  await root.rotate();
  const installed = await installAnswers(paths, root);
  const said = ['the root has a successor, and its old key is gone'];
  if (await exists(paths.terminal)) {
    const configuration = await readChecked(paths.terminal, TerminalConfiguration);
    await writeJson(paths.terminal, { ...configuration, allocationRoot: pinned(root) }, 0o644);
    said.push(`${paths.terminal} names the new root; terminals with the old one follow by themselves`);
  }
  if (installed.length > 0) said.push(`start these again, the service server first: ${installed.join(', ')}`);
  return [...said, elsewhere];
}

const elsewhere = 'at every other server: have "init ROLE --request" signed, and install the answer';

/**
 * A2: a new key for what terminals seal to the allocation servers, which open for `grace` seconds what is sealed to the old one.
 * @returns what was done, and what is left to do elsewhere, in words @throws configuration.invalid
 */
export async function renewSealingKey(paths: InstallationPaths, grace: number): Promise<string[]> {
  const root = await AllocationRoot.open(paths.root);
  await root.renewSealingKey();
  const installed = await installAnswers(paths, root, grace);
  return [
    'the directory names a new sealing key, and the old one is gone here',
    `allocation servers that run take it up within ${keysTakenUpWithin} seconds`,
    ...(installed.length > 0 ? [`then start these again: ${installed.join(', ')}`] : []),
    `${elsewhere}, at the allocation servers first`,
  ];
}

/** What the root says now, to every role in this folder. */
async function installAnswers(paths: InstallationPaths, root: AllocationRoot, grace?: number): Promise<RoleName[]> {
  const installed: RoleName[] = [];
  for (const role of roleNames) {
    if (!(await exists(paths.trust(role)))) continue;
    await installAnswer(paths, role, root.answer(await signingRequest(paths, role)), grace);
    installed.push(role);
  }
  return installed;
}
