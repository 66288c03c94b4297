import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { check } from '../../../src/contract/check.ts';
import { BytesUpTo } from '../../../src/contract/primitives.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { createRoot } from '../../../src/maps/tuf/publish.ts';
import { maxMetadataBytes, parseMetadata, parseRoot, type RoleName } from '../../../src/maps/tuf/metadata.ts';
import { decodeJson, encodeJson, fromBase64url, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { exportPrivate, generateEd25519, importEd25519, type KeyPair } from '../../../src/protocol/keys.ts';
import { writeDurably } from '../../../src/host/durable-file.ts';

const signingRoles = ['targets', 'snapshot', 'timestamp'] as const satisfies readonly RoleName[];
const allRoles = ['root', ...signingRoles] as const;

/** Targets, and the snapshot that names them. */
export interface SignedPair {
  readonly targets: Uint8Array;
  readonly snapshot: Uint8Array;
}

/** What a publication is signed with (G3). Its folder belongs on the publisher's machine, not on the service's. */
export interface Publisher {
  /** Every root from the first to the one that counts, as published: version 1 comes first. */
  readonly roots: readonly Uint8Array[];
  readonly keys: Readonly<Record<(typeof signingRoles)[number], KeyPair>>;
  /** What was signed last here: no service can make the publisher forget it. */
  readonly signed: SignedPair | undefined;
}

const keyFile = (folder: string, role: RoleName) => join(folder, `${role}.key`);
const rootFile = (folder: string, version: number) => join(folder, `${version}.root.json`);
const signedFile = (folder: string) => join(folder, 'signed.json');

const Signed = Type.Object(
  { targets: BytesUpTo(maxMetadataBytes.targets), snapshot: BytesUpTo(maxMetadataBytes.snapshot) },
  { additionalProperties: false },
);
const maximumSignedBytes = 2 * (maxMetadataBytes.targets + maxMetadataBytes.snapshot);

/**
 * Makes the keys of a publisher and its first root, unless they are there. The root key is needed for the next root only.
 * @returns the first root's JSON text, which terminals have pinned (`mapRoot`).
 */
export async function ensurePublisher(folder: string, now: Date): Promise<string> {
  const existing = await read(rootFile(folder, 1), maxMetadataBytes.root);
  if (existing !== undefined) return Buffer.from(existing).toString('utf8');
  const keys = Object.fromEntries(allRoles.map((role) => [role, generateEd25519()])) as Record<RoleName, KeyPair>;
  for (const role of allRoles) {
    await writeDurably({ path: keyFile(folder, role), bytes: utf8(`${toBase64url(exportPrivate(keys[role]))}\n`) });
  }
  const publicKeys = (role: RoleName) => ({ publicKeys: [keys[role].publicKey] });
  const roles = {
    root: publicKeys('root'),
    targets: publicKeys('targets'),
    snapshot: publicKeys('snapshot'),
    timestamp: publicKeys('timestamp'),
  };
  const root = createRoot({ roles, signers: [keys.root], now });
  // Last: where it is, the keys are too.
  await writeDurably({ path: rootFile(folder, 1), bytes: root.bytes, mode: 0o644 });
  return Buffer.from(root.bytes).toString('utf8');
}

/** @throws configuration.invalid where the folder is no publisher's */
export async function openPublisher(folder: string): Promise<Publisher> {
  const roots: Uint8Array[] = [];
  for (;;) {
    const root = await read(rootFile(folder, roots.length + 1), maxMetadataBytes.root);
    if (root === undefined) break;
    parseRoot(root);
    roots.push(root);
  }
  if (roots.length === 0) throw invalid(`${folder} has no 1.root.json: it is no publisher's folder`);
  const [targetsKey, snapshotKey, timestampKey] = await Promise.all(signingRoles.map((role) => readKey(folder, role)));
  if (targetsKey === undefined || snapshotKey === undefined || timestampKey === undefined) {
    throw invalid(`${folder} lacks one of the keys ${signingRoles.map((role) => `${role}.key`).join(', ')}`);
  }
  const signed = await read(signedFile(folder), maximumSignedBytes);
  return {
    roots,
    keys: { targets: targetsKey, snapshot: snapshotKey, timestamp: timestampKey },
    signed: signed === undefined ? undefined : decodeSigned(signed),
  };
}

function decodeSigned(bytes: Uint8Array): SignedPair {
  const { targets, snapshot } = check(Signed, decodeJson(bytes, 'configuration.invalid'), 'configuration.invalid');
  return { targets: fromBase64url(targets), snapshot: fromBase64url(snapshot) };
}

/** Notes what was signed last; of two publications at once, the later one stays. */
export async function noteSigned(folder: string, { targets, snapshot }: SignedPair): Promise<void> {
  const noted = await read(signedFile(folder), maximumSignedBytes);
  if (noted !== undefined && snapshotVersion(decodeSigned(noted).snapshot) > snapshotVersion(snapshot)) return;
  const bytes = encodeJson({ targets: toBase64url(targets), snapshot: toBase64url(snapshot) });
  await writeDurably({ path: signedFile(folder), bytes });
}

const snapshotVersion = (bytes: Uint8Array) => parseMetadata('snapshot', bytes).signed.version;

async function readKey(folder: string, role: RoleName): Promise<KeyPair | undefined> {
  const path = keyFile(folder, role);
  const text = await read(path, 100);
  if (text === undefined) return undefined;
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw invalid(`others may read ${path}: chmod 600 ${path}`);
  return importEd25519(fromBase64url(Buffer.from(text).toString('latin1').trim(), 'configuration.invalid'));
}

async function read(path: string, maximumBytes: number): Promise<Uint8Array | undefined> {
  try {
    if ((await stat(path)).size > maximumBytes) throw invalid(`${path} is too large`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new CodedError('configuration.invalid', { detail: `${path} cannot be read`, cause });
  }
}

const invalid = (detail: string) => new CodedError('configuration.invalid', { detail });
