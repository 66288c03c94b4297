import { Metadata, MetadataKind, type Root, type Snapshot, type Targets, type Timestamp } from '@tufjs/models';
import { CodedError } from '../../errors/coded-error.ts';
import { decodeJson, encodeJson } from '../../protocol/bytes.ts';

export interface SignedByRole {
  readonly root: Root;
  readonly timestamp: Timestamp;
  readonly snapshot: Snapshot;
  readonly targets: Targets;
}
export type RoleName = keyof SignedByRole;

/**
 * Ceilings in bytes. What is parsed before a signature is checked (root, timestamp) has low ones: the parser's time grows
 * with the square of the number of entries.
 */
export const maxMetadataBytes = {
  root: 64 * 1024,
  timestamp: 16 * 1024,
  snapshot: 64 * 1024,
  targets: 4 * 1024 * 1024,
} as const satisfies Record<RoleName, number>;

type Json = Parameters<typeof Metadata.fromJSON>[1];
const readers: { readonly [Role in RoleName]: (data: Json) => Metadata<SignedByRole[Role]> } = {
  root: (data) => Metadata.fromJSON(MetadataKind.Root, data),
  timestamp: (data) => Metadata.fromJSON(MetadataKind.Timestamp, data),
  snapshot: (data) => Metadata.fromJSON(MetadataKind.Snapshot, data),
  targets: (data) => Metadata.fromJSON(MetadataKind.Targets, data),
};
/** The form that TUF 1.0, section 4.2.1, gives to a time: no fraction of a second, always UTC. */
const expiryForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

export function invalid(detail: string, cause?: unknown): CodedError {
  return new CodedError('map.metadata-invalid', cause === undefined ? { detail } : { detail, cause });
}

/** Reads a metadata file of a role; says nothing of its signatures. @throws map.metadata-invalid */
export function parseMetadata<Role extends RoleName>(role: Role, bytes: Uint8Array): Metadata<SignedByRole[Role]> {
  if (bytes.byteLength > maxMetadataBytes[role]) throw invalid(`${role}: it exceeds its ceiling`);
  const data = decodeJson(bytes, 'map.metadata-invalid');
  if (typeof data !== 'object' || data === null) throw invalid(`${role}: not an object`);
  let metadata: Metadata<SignedByRole[Role]>;
  try {
    metadata = readers[role](data as Json);
  } catch (cause) {
    throw invalid(`${role}: it does not have its shape`, cause);
  }
  const { version, expires } = metadata.signed;
  if (!Number.isSafeInteger(version) || version < 1) throw invalid(`${role}: its version is no positive integer`);
  if (!expiryForm.test(expires)) throw invalid(`${role}: its expiry is not in TUF's form`);
  return metadata;
}

export function parseRoot(bytes: Uint8Array): Metadata<Root> {
  const root = parseMetadata('root', bytes);
  checkProfile(root.signed);
  return root;
}

/**
 * Naviterm's profile of TUF: consistent snapshots, Ed25519 only, and no key under two ids, which would count twice
 * towards a threshold.
 */
function checkProfile(root: Root): void {
  if (!root.consistentSnapshot) throw invalid('root: without consistent snapshots');
  const seen = new Set<string>();
  for (const key of Object.values(root.keys)) {
    const value = key.keyVal['public'] ?? '';
    if (key.keyType !== 'ed25519' || key.scheme !== 'ed25519' || !/^[0-9a-f]{64}$/.test(value))
      throw invalid('root: a key is not an Ed25519 key in hex');
    if (seen.has(value)) throw invalid('root: one key has two ids');
    seen.add(value);
  }
  for (const role of Object.values(root.roles)) {
    if (!Number.isSafeInteger(role.threshold)) throw invalid('root: a threshold is no integer');
  }
}

/** Is `metadata` signed by a threshold of the keys that `root` gives the role? @throws map.metadata-invalid */
export function checkSignatures<Role extends RoleName>(
  root: Metadata<Root>,
  role: Role,
  metadata: Metadata<SignedByRole[Role]>,
): void {
  try {
    root.verifyDelegate(role, metadata);
  } catch (cause) {
    throw invalid(`${role}: it is not signed by enough of the keys that the root names`, cause);
  }
}

export function encodeMetadata(metadata: Metadata<SignedByRole[RoleName]>): Uint8Array {
  return encodeJson(metadata.toJSON());
}
