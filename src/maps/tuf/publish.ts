import { Key, Metadata, MetaFile, Root, Signature, Snapshot, Targets, Timestamp } from '@tufjs/models';
import { CodedError } from '../../errors/coded-error.ts';
import { encodeJson } from '../../protocol/bytes.ts';
import { signEd25519, type KeyPair } from '../../protocol/keys.ts';
import { digestOf } from '../chunks/digest.ts';
import type { MapTarget } from '../map-target.ts';
import {
  checkSignatures,
  encodeMetadata,
  parseMetadata,
  parseRoot,
  type RoleName,
  type SignedByRole,
} from './metadata.ts';
import { toTargetFile } from './target-file.ts';

const specVersion = '1.0.31';
type Json = ReturnType<Key['toJSON']>;

/** How long signed metadata is good for, in seconds. */
export const metadataLifetimes = {
  root: 365 * 86_400,
  targets: 365 * 86_400,
  snapshot: 365 * 86_400,
  timestamp: 7 * 86_400,
} as const satisfies Record<RoleName, number>;

export interface RoleKeys {
  /** Raw Ed25519 public keys (32 bytes each). */
  readonly publicKeys: readonly Uint8Array[];
  /** How many of them must sign; 1 where not given. */
  readonly threshold?: number;
}

export interface RootOptions {
  readonly roles: Readonly<Record<RoleName, RoleKeys>>;
  /** Private root keys; when `previous` is given, enough of the previous root's and of the new one's. */
  readonly signers: readonly KeyPair[];
  /** The root that this one follows, as published. */
  readonly previous?: Uint8Array;
  /** The publisher's time. */
  readonly now: Date;
  /** Seconds. */
  readonly lifetime?: number;
}

/** A metadata file by the name that it is served under. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Signs a first root, or the successor of `previous`. @throws configuration.invalid where signers are missing. */
export function createRoot(options: RootOptions): NamedFile {
  const previous = options.previous === undefined ? undefined : parseRoot(options.previous);
  const version = (previous?.signed.version ?? 0) + 1;
  const keys: Record<string, Json> = {};
  const roles: Record<string, Json> = {};
  for (const [role, { publicKeys, threshold = 1 }] of Object.entries(options.roles)) {
    const roleKeys = publicKeys.map(tufKey);
    if (threshold < 1 || threshold > roleKeys.length)
      throw new CodedError('configuration.invalid', { detail: `${role}: its threshold cannot be met by its keys` });
    for (const key of roleKeys) keys[key.keyID] = key.toJSON();
    roles[role] = { keyids: roleKeys.map((key) => key.keyID), threshold };
  }
  const expires = expiry(options.now, options.lifetime ?? metadataLifetimes.root);
  const common = { spec_version: specVersion, version, expires };
  const root = new Metadata(Root.fromJSON({ ...common, keys, roles, consistent_snapshot: true }));
  sign(root, options.signers);
  for (const signedBy of previous === undefined ? [root] : [previous, root]) requireSigned(signedBy, 'root', root);
  return { name: `${version}.root.json`, bytes: encodeMetadata(root) };
}

export interface PublishOptions {
  readonly root: Uint8Array;
  /** What is published now; absent in a new repository. */
  readonly current?: { readonly targets: Uint8Array; readonly snapshot: Uint8Array };
  /** Artefacts to add, or to put in the place of those of the same name. */
  readonly upsert?: readonly MapTarget[];
  /** Names to remove. */
  readonly remove?: readonly string[];
  readonly targetsSigners: readonly KeyPair[];
  readonly snapshotSigners: readonly KeyPair[];
  readonly now: Date;
  /** Seconds. */
  readonly lifetimes?: { readonly targets?: number; readonly snapshot?: number };
}

/**
 * Signs new targets and a snapshot that names them. It takes effect for terminals with a timestamp over this snapshot.
 * @throws configuration.invalid, map.source-invalid, map.metadata-invalid (what is published now cannot be read)
 */
export function publishTargets(options: PublishOptions): { readonly targets: NamedFile; readonly snapshot: NamedFile } {
  const root = parseRoot(options.root);
  const before = options.current && parseMetadata('targets', options.current.targets).signed;
  const snapshotBefore = options.current && parseMetadata('snapshot', options.current.snapshot).signed;

  const targets = new Metadata(
    new Targets({
      specVersion,
      version: (before?.version ?? 0) + 1,
      expires: expiry(options.now, options.lifetimes?.targets ?? metadataLifetimes.targets),
      targets: { ...before?.targets },
    }),
  );
  for (const name of options.remove ?? []) delete targets.signed.targets[name];
  for (const target of options.upsert ?? []) targets.signed.addTarget(toTargetFile(target));
  sign(targets, options.targetsSigners);
  requireSigned(root, 'targets', targets);
  const targetsBytes = encodeMetadata(targets);

  const snapshot = new Metadata(
    new Snapshot({
      specVersion,
      version: (snapshotBefore?.version ?? 0) + 1,
      expires: expiry(options.now, options.lifetimes?.snapshot ?? metadataLifetimes.snapshot),
      meta: { 'targets.json': metaFile(targets.signed.version, targetsBytes) },
    }),
  );
  sign(snapshot, options.snapshotSigners);
  requireSigned(root, 'snapshot', snapshot);
  return {
    targets: { name: `${targets.signed.version}.targets.json`, bytes: targetsBytes },
    snapshot: { name: `${snapshot.signed.version}.snapshot.json`, bytes: encodeMetadata(snapshot) },
  };
}

export interface TimestampOptions {
  readonly root: Uint8Array;
  readonly snapshot: Uint8Array;
  /** The timestamp that this one follows. */
  readonly previous?: Uint8Array;
  readonly signers: readonly KeyPair[];
  readonly now: Date;
  /** Seconds. */
  readonly lifetime?: number;
}

/**
 * Signs that `snapshot` is the newest: after publishing, and again before the last timestamp expires (a server that holds
 * the timestamp key alone can do this, and nothing more).
 * @throws map.metadata-stale where the previous timestamp names a newer snapshot; configuration.invalid
 */
export function signTimestamp(options: TimestampOptions): NamedFile {
  const root = parseRoot(options.root);
  const previous = options.previous && parseMetadata('timestamp', options.previous).signed;
  const snapshot = parseMetadata('snapshot', options.snapshot);
  requireSigned(root, 'snapshot', snapshot);
  if (previous !== undefined && snapshot.signed.version < previous.snapshotMeta.version)
    throw new CodedError('map.metadata-stale', { detail: 'a newer snapshot was published before' });
  const timestamp = new Metadata(
    new Timestamp({
      specVersion,
      version: (previous?.version ?? 0) + 1,
      expires: expiry(options.now, options.lifetime ?? metadataLifetimes.timestamp),
      snapshotMeta: metaFile(snapshot.signed.version, options.snapshot),
    }),
  );
  sign(timestamp, options.signers);
  requireSigned(root, 'timestamp', timestamp);
  return { name: 'timestamp.json', bytes: encodeMetadata(timestamp) };
}

/** TUF 1.0, section 4.2: the id of a key is the SHA-256 of its canonical JSON; these members, so ordered, are that form. */
function tufKey(publicKey: Uint8Array): Key {
  const keyVal = { public: Buffer.from(publicKey).toString('hex') };
  const canonical = encodeJson({ keytype: 'ed25519', keyval: keyVal, scheme: 'ed25519' });
  return new Key({ keyID: digestOf(canonical), keyType: 'ed25519', scheme: 'ed25519', keyVal });
}

function sign(metadata: Metadata<SignedByRole[RoleName]>, signers: readonly KeyPair[]): void {
  for (const signer of signers) {
    metadata.sign((canonical) => {
      const sig = Buffer.from(signEd25519(signer, canonical)).toString('hex');
      return new Signature({ keyID: tufKey(signer.publicKey).keyID, sig });
    });
  }
}

function requireSigned<R extends RoleName>(root: Metadata<Root>, role: R, metadata: Metadata<SignedByRole[R]>): void {
  try {
    checkSignatures(root, role, metadata);
  } catch (cause) {
    throw new CodedError('configuration.invalid', {
      detail: `${role}: not the keys that the root names for it`,
      cause,
    });
  }
}

function metaFile(version: number, bytes: Uint8Array): MetaFile {
  return new MetaFile({ version, length: bytes.byteLength, hashes: { sha256: digestOf(bytes) } });
}

/** TUF's form of a time: UTC, whole seconds. */
function expiry(now: Date, lifetime: number): string {
  return new Date(now.getTime() + lifetime * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
