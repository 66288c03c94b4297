import { CodedError } from '../../../src/errors/coded-error.ts';
import { createMasterKey, readMasterKey } from '../../kit/master-key.ts';
import type { RoleName } from '../../kit/role-context.ts';
import { exists, writeJson, type InstallationPaths } from './files.ts';
import { createIdentity, writeIdentity } from './identity.ts';
import { signingRequest, type RoleFile } from './role-files.ts';
import type { SigningRequest } from './root.ts';

export interface NewRole {
  readonly host: string;
  readonly port: number;
  /** What others reach it under, where that is not where it listens. */
  readonly publicUrl?: string;
  /** Where it shall not have the role's usual id. */
  readonly serverId?: string;
  readonly settings?: RoleFile['settings'];
}

function stageOf(role: RoleName): RoleFile['settings'] {
  if (role === 'first-allocation') return { stage: 'first' };
  return role === 'second-allocation' ? { stage: 'second' } : {};
}

/** Makes a role's keys and its `role.json`, to be signed by the root. @returns the signing request */
export async function createRole(paths: InstallationPaths, role: RoleName, wanted: NewRole): Promise<SigningRequest> {
  if (await exists(paths.roleFile(role))) {
    throw new CodedError('configuration.invalid', { detail: `${role} is installed in this folder already` });
  }
  if (!(await exists(paths.masterKey))) await createMasterKey(paths.masterKey);
  await writeIdentity(paths.identity(role), await readMasterKey(paths.masterKey), createIdentity());
  const scheme = role === 'portal' ? 'https' : 'http';
  const file: RoleFile = {
    role,
    serverId: wanted.serverId ?? role,
    listen: { host: wanted.host, port: wanted.port },
    baseUrl: wanted.publicUrl ?? `${scheme}://${wanted.host}:${wanted.port}`,
    settings: { ...stageOf(role), ...wanted.settings },
  };
  await writeJson(paths.roleFile(role), file);
  return signingRequest(paths, role);
}
