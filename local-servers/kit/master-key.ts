import { open, stat } from 'node:fs/promises';
import { CodedError } from '../../src/errors/coded-error.ts';
import { createDurably } from '../../src/host/durable-file.ts';
import { fromBase64url, toBase64url, utf8 } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';

export const masterKeyVariable = 'NAVITERM_MASTER_KEY';
const keyBytes = 32;

/**
 * The key under which this server's secrets are sealed: base64url in the environment, or else in the file at `path`
 * (which lies apart from the store, and which its owner alone may read).
 * @throws configuration.invalid where there is none, or others may read it.
 */
export async function readMasterKey(path: string, environment: NodeJS.ProcessEnv = process.env): Promise<Uint8Array> {
  const given = environment[masterKeyVariable];
  if (given !== undefined) return decode(given, masterKeyVariable);
  const facts = await stat(path).catch((cause: unknown) => {
    throw invalid(`there is no master key: neither ${masterKeyVariable} nor ${path}`, cause);
  });
  // Windows has no such modes; the folder's access list protects it there.
  if (process.platform !== 'win32' && (facts.mode & 0o077) !== 0) {
    throw invalid(`${path} may be read by others: chmod 600 it, and think of the key as known`);
  }
  if (facts.size > 100) throw invalid(`${path} holds no master key`);
  await using file = await open(path, 'r');
  return decode((await file.readFile('utf8')).trim(), path);
}

/** Makes a new key in a new file; an existing one is never overwritten: what it sealed would be lost. */
export async function createMasterKey(path: string): Promise<Uint8Array> {
  const key = randomBytes(keyBytes);
  const created = await createDurably({ path, bytes: utf8(`${toBase64url(key)}\n`) }).catch((cause: unknown) => {
    throw invalid(`the master key file ${path} cannot be made`, cause);
  });
  if (!created) throw invalid(`the master key file ${path} exists already`);
  return key;
}

function decode(text: string, where: string): Uint8Array {
  const key = fromBase64url(text, 'configuration.invalid');
  if (key.byteLength !== keyBytes) throw invalid(`${where} does not hold ${keyBytes} bytes as base64url`);
  return key;
}

function invalid(detail: string, cause?: unknown): CodedError {
  return new CodedError('configuration.invalid', { detail, cause });
}
