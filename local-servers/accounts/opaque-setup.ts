import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../src/errors/coded-error.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { createServerSetup } from '../../src/protocol/opaque.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { openAtRest, sealAtRest } from '../../src/protocol/sealing-at-rest.ts';

const fileName = 'opaque-setup.sealed';
const label = 'opaque-setup';

/**
 * The OPAQUE setup, without which no record can be tested: sealed in a file of its own, so that the store alone gives
 * nothing away. Made when it is not there yet. It cannot be replaced: every password would have to be issued anew.
 */
export async function loadOpaqueSetup(folder: string, masterKey: Uint8Array): Promise<string> {
  const path = join(folder, fileName);
  const sealed = (await readSealed(path)) ?? (await create(path, masterKey));
  return toBase64url(openAtRest(masterKey, label, sealed));
}

async function readSealed(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new CodedError('configuration.invalid', { detail: `${path} cannot be read`, cause });
  }
}

/** On disk as a whole or not at all; of two processes that start at once, both take what the first one wrote. */
async function create(path: string, masterKey: Uint8Array): Promise<Uint8Array> {
  const draft = `${path}.${toBase64url(randomBytes(6))}`;
  try {
    await using file = await open(draft, 'wx', 0o600);
    await file.writeFile(sealAtRest(masterKey, label, fromBase64url(await createServerSetup())));
    await file.sync();
    await linkUnlessThere(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path);
}

async function linkUnlessThere(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
}
