import { encodeJson } from '../../../../src/protocol/bytes.ts';
import { generateEd25519, type KeyPair } from '../../../../src/protocol/keys.ts';
import type { MapTarget } from '../../../../src/maps/map-target.ts';
import type { RoleName } from '../../../../src/maps/tuf/metadata.ts';
import {
  createRoot,
  publishTargets,
  signTimestamp,
  type NamedFile,
  type PublishOptions,
  type RootOptions,
} from '../../../../src/maps/tuf/publish.ts';
import type { StoredMetadata } from '../../../../src/maps/tuf/trusted.ts';
import { updateMetadata } from '../../../../src/maps/tuf/update.ts';
import { facts } from '../support.ts';

export const day = 86_400_000;
export const start = new Date('2026-11-20T12:00:00Z');
export const daysLater = (days: number) => new Date(start.getTime() + days * day);

export type Keys = Record<RoleName, KeyPair>;
export const newKeys = (): Keys => ({
  root: generateEd25519(),
  targets: generateEd25519(),
  snapshot: generateEd25519(),
  timestamp: generateEd25519(),
});

export const rolesOf = (keys: Keys): RootOptions['roles'] => ({
  root: { publicKeys: [keys.root.publicKey] },
  targets: { publicKeys: [keys.targets.publicKey] },
  snapshot: { publicKeys: [keys.snapshot.publicKey] },
  timestamp: { publicKeys: [keys.timestamp.publicKey] },
});

export function mapTarget(version: string, name = 'montevideo/tiles.pmtiles'): MapTarget {
  const id = name.slice(0, name.indexOf('/'));
  const chunkList = { sha256: 'cd'.repeat(32), length: 56 };
  return { ...facts, name, region: { ...facts.region, id }, version, length: 1000, sha256: 'ab'.repeat(32), chunkList };
}

/** A metadata file as JSON, as far as tests change it. */
export interface MetadataJson {
  signed: {
    version: number;
    expires: string;
    keys?: Record<string, { keytype: string; scheme: string; keyval: { public: string } }>;
    roles?: Record<string, { keyids: string[] }>;
    meta?: Record<string, { version: number; hashes: { sha256: string } }>;
  };
  signatures: { keyid: string }[];
}

export function readJson(bytes: Uint8Array | undefined): MetadataJson {
  return JSON.parse(new TextDecoder().decode(bytes)) as MetadataJson;
}

/** A publisher with a folder of files, as a service server serves it. */
export class Repository {
  keys: Keys;
  now = start;
  readonly files = new Map<string, Uint8Array>();
  root: Uint8Array;
  targets: Uint8Array | undefined;
  snapshot: Uint8Array | undefined;
  timestamp: Uint8Array | undefined;

  constructor(keys = newKeys()) {
    this.keys = keys;
    this.root = this.#add(createRoot({ roles: rolesOf(this.keys), signers: [this.keys.root], now: this.now }));
    this.publish();
  }

  publish(
    upsert: readonly MapTarget[] = [],
    remove: readonly string[] = [],
    lifetimes: PublishOptions['lifetimes'] = {},
  ): void {
    const current =
      this.targets && this.snapshot ? { current: { targets: this.targets, snapshot: this.snapshot } } : {};
    const { targets, snapshot } = publishTargets({
      root: this.root,
      ...current,
      upsert,
      remove,
      lifetimes,
      targetsSigners: [this.keys.targets],
      snapshotSigners: [this.keys.snapshot],
      now: this.now,
    });
    this.targets = this.#add(targets);
    this.snapshot = this.#add(snapshot);
    this.refresh();
  }

  refresh(): void {
    if (this.snapshot === undefined) throw new Error('nothing is published');
    const previous = this.timestamp === undefined ? {} : { previous: this.timestamp };
    const { root, snapshot, now } = this;
    this.timestamp = this.#add(signTimestamp({ root, snapshot, ...previous, signers: [this.keys.timestamp], now }));
  }

  /** Rotates keys: the new root is signed by the old root key and the new one. */
  rotate(change: Partial<Keys>): void {
    const before = this.keys;
    this.keys = { ...before, ...change };
    const signers = [before.root, this.keys.root];
    this.root = this.#add(createRoot({ roles: rolesOf(this.keys), signers, previous: this.root, now: this.now }));
  }

  /** The files, one of them with its JSON changed. */
  tampered(name: string, change: (json: MetadataJson) => void): Map<string, Uint8Array> {
    const json = readJson(this.files.get(name));
    change(json);
    return new Map(this.files).set(name, encodeJson(json));
  }

  #add({ name, bytes }: NamedFile): Uint8Array {
    this.files.set(name, bytes);
    return bytes;
  }
}

/** A terminal that keeps metadata, and remembers what it asked for. */
export class Terminal {
  stored: StoredMetadata;
  asked: string[] = [];

  constructor(root: Uint8Array) {
    this.stored = { root };
  }

  async update(files: ReadonlyMap<string, Uint8Array>, time: Date | 'unknown' = start) {
    this.asked = [];
    return updateMetadata({
      trusted: this.stored,
      fetch: async (name, maxBytes) => {
        this.asked.push(name);
        return files.get(name)?.subarray(0, maxBytes + 1);
      },
      referenceTime: time === 'unknown' ? undefined : time,
      store: async (role, bytes) => {
        this.stored = { ...this.stored, [role]: bytes };
      },
    });
  }
}
