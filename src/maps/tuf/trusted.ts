import type { Metadata, MetaFile, Root, Snapshot, Targets, Timestamp } from '@tufjs/models';
import { digestOf } from '../chunks/digest.ts';
import { fromTargetFile, type MapTarget } from '../map-target.ts';
import { checkSignatures, invalid, parseMetadata, parseRoot, type RoleName, type SignedByRole } from './metadata.ts';

/** The metadata files that a terminal keeps, as bytes. The first root comes with the pinned trust. */
export interface StoredMetadata {
  readonly root: Uint8Array;
  readonly timestamp?: Uint8Array | undefined;
  readonly snapshot?: Uint8Array | undefined;
  readonly targets?: Uint8Array | undefined;
}

export interface TrustedMetadata {
  readonly root: Metadata<Root>;
  readonly timestamp: Metadata<Timestamp> | undefined;
  readonly snapshot: Metadata<Snapshot> | undefined;
  readonly targets: Metadata<Targets> | undefined;
}

/**
 * Reads stored metadata, whatever its age: installed maps stay usable when it has expired. A file other than the root
 * that is damaged, or that the root's keys no longer cover, counts as not there; it will be fetched again.
 * @throws map.metadata-invalid where the root cannot be read.
 */
export function readTrusted(stored: StoredMetadata): TrustedMetadata {
  const root = parseRoot(stored.root);
  checkSignatures(root, 'root', root);
  return {
    root,
    timestamp: readRole(root, 'timestamp', stored.timestamp),
    snapshot: readRole(root, 'snapshot', stored.snapshot),
    targets: readRole(root, 'targets', stored.targets),
  };
}

function readRole<Role extends RoleName>(root: Metadata<Root>, role: Role, bytes: Uint8Array | undefined) {
  if (bytes === undefined) return undefined;
  try {
    const metadata: Metadata<SignedByRole[Role]> = parseMetadata(role, bytes);
    checkSignatures(root, role, metadata);
    return metadata;
  } catch {
    return undefined; // as if it had never been stored: the update verifies whatever takes its place
  }
}

/** The maps that trusted metadata describes, by name. @throws map.metadata-invalid */
export function mapTargets(trusted: TrustedMetadata): ReadonlyMap<string, MapTarget> {
  const found = new Map<string, MapTarget>();
  for (const file of Object.values(trusted.targets?.signed.targets ?? {})) {
    const target = fromTargetFile(file);
    if (target !== undefined) found.set(target.name, target);
  }
  return found;
}

/**
 * What the timestamp says of the snapshot and the snapshot of the targets. Length and hash are optional in TUF and
 * demanded here, so that no large file is parsed before it is known to be the publisher's.
 */
export interface FileFacts {
  readonly version: number;
  readonly length: number;
  readonly sha256: string;
}

export function fileFacts(role: RoleName, meta: MetaFile | undefined): FileFacts {
  const sha256 = meta?.hashes?.['sha256'];
  if (meta === undefined || !Number.isSafeInteger(meta.version) || meta.length === undefined || sha256 === undefined)
    throw invalid(`${role}: it is listed without version, length or hash`);
  return { version: meta.version, length: meta.length, sha256 };
}

export const snapshotFacts = (timestamp: Metadata<Timestamp>) => fileFacts('snapshot', timestamp.signed.snapshotMeta);
export const targetsFacts = (snapshot: Metadata<Snapshot>) =>
  fileFacts('targets', snapshot.signed.meta['targets.json']);

export function matches(facts: FileFacts, bytes: Uint8Array): boolean {
  return bytes.byteLength === facts.length && digestOf(bytes) === facts.sha256;
}
