import type { Metadata, Root, Snapshot, Timestamp } from '@tufjs/models';
import { CodedError } from '../../errors/coded-error.ts';
import {
  checkSignatures,
  invalid,
  maxMetadataBytes,
  parseMetadata,
  parseRoot,
  type RoleName,
  type SignedByRole,
} from './metadata.ts';
import {
  matches,
  readTrusted,
  snapshotFacts,
  targetsFacts,
  type FileFacts,
  type StoredMetadata,
  type TrustedMetadata,
} from './trusted.ts';

/** TUF 1.0, section 5.3.3: how many rotations one update follows. */
const maxRootRotations = 64;

export interface MetadataUpdate {
  readonly trusted: StoredMetadata;
  /** One metadata file of the repository, at most `maxBytes` of it; undefined where the repository has none. */
  readonly fetch: (name: string, maxBytes: number) => Promise<Uint8Array | undefined>;
  /**
   * The account server's authenticated time plus the time elapsed since; never the wall clock. Undefined where none is
   * known: then nothing new is taken, and what is stored stays in use.
   */
  readonly referenceTime: Date | undefined;
  /** Keeps a file durably, or forgets it (undefined); called after each verified step, in the order of the workflow. */
  readonly store: (role: RoleName, bytes: Uint8Array | undefined) => Promise<void>;
}

/**
 * The detailed client workflow of TUF 1.0, section 5, clause by clause (G3). Every file is stored once it is verified;
 * what was trusted before a failure stays stored and stays readable through `readTrusted`. Delegations are not followed:
 * every map stands in the top-level targets. Errors of `fetch` and `store` pass through.
 * @throws map.metadata-invalid, map.metadata-stale, map.metadata-expired
 */
export async function updateMetadata(update: MetadataUpdate): Promise<TrustedMetadata> {
  if (update.referenceTime === undefined)
    throw new CodedError('map.metadata-expired', {
      detail: 'no authenticated time is known yet, so new metadata waits',
    });
  const workflow = new Workflow(update, update.referenceTime); // 5.1: one fixed time for the whole update
  const root = await workflow.updateRoot();
  const timestamp = await workflow.updateTimestamp(root);
  const snapshot = await workflow.updateSnapshot(root, timestamp);
  const targets = await workflow.updateTargets(root, snapshot);
  return { root, timestamp, snapshot, targets };
}

class Workflow {
  readonly #update: MetadataUpdate;
  readonly #startTime: Date;
  #stored: StoredMetadata;
  /** What was trusted before, as far as the keys of the newest root cover it. */
  #before: Partial<TrustedMetadata> = {};

  constructor(update: MetadataUpdate, startTime: Date) {
    this.#update = update;
    this.#startTime = startTime;
    this.#stored = update.trusted;
  }

  async updateRoot(): Promise<Metadata<Root>> {
    let root = parseRoot(this.#stored.root); // 5.2, 5.3.1: the trusted root, stored or shipped
    const first = root;
    for (let rotation = 0; ; rotation += 1) {
      const version = root.signed.version + 1; // 5.3.2, 5.3.3
      const bytes = await this.#update.fetch(`${version}.root.json`, maxMetadataBytes.root);
      if (bytes === undefined) break;
      if (rotation === maxRootRotations) throw invalid('root: more rotations than one update follows');
      const next = parseRoot(bytes);
      checkSignatures(root, 'root', next); // 5.3.4: by the keys before ...
      checkSignatures(next, 'root', next); // ... and by its own
      // 5.3.5: exactly the next version. 5.3.6: the expiry of roots on the way does not matter
      if (next.signed.version !== version) throw stale(`root: expected version ${version}`);
      await this.#store('root', bytes); // 5.3.7, 5.3.8
      root = next; // 5.3.9
    }
    this.#checkExpiry('root', root); // 5.3.10
    // 5.3.11: new keys start afresh, so that versions run up with stolen keys bind nobody
    if (!sameKeys(first, root, 'timestamp') || !sameKeys(first, root, 'snapshot')) {
      await this.#store('timestamp', undefined);
      await this.#store('snapshot', undefined);
    }
    this.#before = readTrusted(this.#stored);
    return root;
  }

  async updateTimestamp(root: Metadata<Root>): Promise<Metadata<Timestamp>> {
    const trusted = this.#before.timestamp;
    const bytes = await this.#fetch('timestamp.json', maxMetadataBytes.timestamp); // 5.4.1
    const next = parseMetadata('timestamp', bytes);
    checkSignatures(root, 'timestamp', next); // 5.4.2
    if (trusted !== undefined) {
      if (next.signed.version < trusted.signed.version) throw stale('timestamp: older than the one seen before'); // 5.4.3.1
      if (next.signed.version === trusted.signed.version) {
        // 5.4.3.1: the new file is discarded. The trusted one goes on, so that an update that was cut off is completed
        this.#checkExpiry('timestamp', trusted);
        return trusted;
      }
      if (snapshotFacts(next).version < snapshotFacts(trusted).version)
        throw stale('timestamp: it names an older snapshot'); // 5.4.3.2
    }
    snapshotFacts(next);
    this.#checkExpiry('timestamp', next); // 5.4.4
    await this.#store('timestamp', bytes); // 5.4.5
    return next;
  }

  async updateSnapshot(root: Metadata<Root>, timestamp: Metadata<Timestamp>): Promise<Metadata<Snapshot>> {
    const trusted = this.#before.snapshot;
    const facts = snapshotFacts(timestamp);
    const { metadata, bytes, isNew } = await this.#listedFile(root, 'snapshot', facts, trusted); // 5.5.1 to 5.5.4
    const next = targetsFacts(metadata);
    if (trusted !== undefined) {
      for (const [name, before] of Object.entries(trusted.signed.meta)) {
        const listed = metadata.signed.meta[name]; // 5.5.5
        if (listed === undefined || listed.version < before.version)
          throw stale(`snapshot: ${name} went back or is gone`);
      }
    }
    if (next.version < (this.#before.targets?.signed.version ?? 0)) throw stale('snapshot: older targets');
    this.#checkExpiry('snapshot', metadata); // 5.5.6
    if (isNew) await this.#store('snapshot', bytes); // 5.5.7
    return metadata;
  }

  async updateTargets(root: Metadata<Root>, snapshot: Metadata<Snapshot>) {
    const trusted = this.#before.targets;
    const { metadata, bytes, isNew } = await this.#listedFile(root, 'targets', targetsFacts(snapshot), trusted); // 5.6.1 to 5.6.4
    this.#checkExpiry('targets', metadata); // 5.6.5
    if (isNew) await this.#store('targets', bytes); // 5.6.6
    return metadata;
  }

  /** A file whose version, length and hash another signed file gives: the stored one where it is that, else fetched. */
  async #listedFile<Role extends 'snapshot' | 'targets'>(
    root: Metadata<Root>,
    role: Role,
    facts: FileFacts,
    trusted: Metadata<SignedByRole[Role]> | undefined,
  ) {
    const stored = this.#stored[role];
    if (
      trusted !== undefined &&
      stored !== undefined &&
      matches(facts, stored) &&
      trusted.signed.version === facts.version
    ) {
      return { metadata: trusted, bytes: stored, isNew: false };
    }
    if (facts.length > maxMetadataBytes[role]) throw invalid(`${role}: it exceeds its ceiling`);
    const bytes = await this.#fetch(`${facts.version}.${role}.json`, facts.length);
    if (!matches(facts, bytes)) throw invalid(`${role}: not the file that is listed`); // 5.5.2, 5.6.2
    const metadata = parseMetadata(role, bytes);
    checkSignatures(root, role, metadata); // 5.5.3, 5.6.3
    if (metadata.signed.version !== facts.version) throw invalid(`${role}: not the version that is listed`); // 5.5.4, 5.6.4
    return { metadata, bytes, isNew: true };
  }

  async #fetch(name: string, maxBytes: number): Promise<Uint8Array> {
    const bytes = await this.#update.fetch(name, maxBytes);
    if (bytes === undefined) throw invalid(`the repository has no ${name}`);
    return bytes;
  }

  async #store(role: RoleName, bytes: Uint8Array | undefined): Promise<void> {
    await this.#update.store(role, bytes);
    this.#stored = { ...this.#stored, [role]: bytes };
  }

  #checkExpiry(role: RoleName, metadata: Metadata<SignedByRole[RoleName]>): void {
    if (!metadata.signed.isExpired(this.#startTime)) return;
    throw new CodedError('map.metadata-expired', { detail: `${role}: it expired at ${metadata.signed.expires}` });
  }
}

function stale(detail: string): CodedError {
  return new CodedError('map.metadata-stale', { detail });
}

function sameKeys(a: Metadata<Root>, b: Metadata<Root>, role: RoleName): boolean {
  const ids = (root: Metadata<Root>) => (root.signed.roles[role]?.keyIDs ?? []).toSorted().join();
  return ids(a) === ids(b);
}
