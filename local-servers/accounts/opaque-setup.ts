import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../src/errors/coded-error.ts';
import { createDurably, syncFolder } from '../../src/host/durable-file.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { createServerSetup } from '../../src/protocol/opaque.ts';
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
  // One that was there may be from a process that was killed before it could make the name last.
  await syncFolder(folder);
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

/** Of two processes that start at once, both take what the first one wrote. */
async function create(path: string, masterKey: Uint8Array): Promise<Uint8Array> {
  await createDurably({ path, bytes: sealAtRest(masterKey, label, fromBase64url(await createServerSetup())) });
  return readFile(path);
}
