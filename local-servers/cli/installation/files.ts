import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { check } from '../../../src/contract/check.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { namingPlace } from '../../../src/errors/naming-place.ts';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { writeDurably } from '../../../src/host/durable-file.ts';
import type { RoleName } from '../../kit/role-context.ts';

const maximumBytes = 1_048_576;

/** Where the parts of an installation lie below its folder. */
export const installationPaths = (data: string) => ({
  masterKey: join(data, 'master.key'),
  clock: join(data, 'clock.json'),
  root: join(data, 'root'),
  publisher: join(data, 'publisher'),
  terminal: join(data, 'terminal.json'),
  role: (role: RoleName) => join(data, role),
  roleFile: (role: RoleName) => join(data, role, 'role.json'),
  identity: (role: RoleName) => join(data, role, 'identity.json'),
  trust: (role: RoleName) => join(data, role, 'trust.json'),
});
export type InstallationPaths = ReturnType<typeof installationPaths>;

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Replaces a JSON file at once or not at all, durably. */
export function writeJson(path: string, value: unknown, mode = 0o600): Promise<void> {
  return writeDurably({ path, bytes: utf8(`${JSON.stringify(value, undefined, 2)}\n`), mode });
}

/** A JSON file of a schema. @throws configuration.invalid naming the file and the place in it */
export async function readChecked<Schema extends TSchema>(path: string, schema: Schema): Promise<Static<Schema>> {
  const value = await readJson(path);
  return namingPlace(path, () => check(schema, value, 'configuration.invalid'));
}

/** @throws configuration.invalid */
export async function readJson(path: string): Promise<unknown> {
  try {
    if ((await stat(path)).size > maximumBytes)
      throw new CodedError('configuration.invalid', { detail: `${path} is too large` });
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw new CodedError('configuration.invalid', { detail: `${path} cannot be read`, cause });
  }
}
