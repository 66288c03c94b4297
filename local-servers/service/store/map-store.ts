import type { MapTarget } from '../../../src/maps/map-target.ts';
import type { RoleName } from '../../../src/maps/tuf/metadata.ts';

export interface StoredFile {
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** One version of one target. */
export interface Artefact {
  readonly id: string;
  /** `<region>/<file>` */
  readonly target: string;
  readonly regionId: string;
}

/** What this service serves and what publications are made of. Inside a transaction, one over that transaction. */
export interface MapStore {
  secret(name: string): Promise<Uint8Array | undefined>;
  saveSecret(name: string, sealed: Uint8Array): Promise<void>;

  regionKey(regionId: string): Promise<Uint8Array | undefined>;
  /** Keeps the key that is there already. */
  addRegion(regionId: string, sealedKey: Uint8Array): Promise<void>;
  /** Regions with something that is published, and their targets, by id. */
  publishedRegions(): Promise<readonly { readonly id: string; readonly targets: readonly string[] }[]>;

  /** A metadata file: the one of `version`, or the newest of its role. */
  metadata(role: RoleName, version?: number): Promise<StoredFile | undefined>;
  saveMetadata(role: RoleName, version: number, bytes: Uint8Array): Promise<void>;
  /** Removes a role's files below `version`. */
  dropMetadata(role: RoleName, version: number): Promise<void>;

  /** The region that a chunk belongs to. */
  regionOfChunk(chunkId: string): Promise<string | undefined>;

  beginArtefact(artefact: Artefact, now: number): Promise<void>;
  /** Notes that the artefact needs these chunks, which keeps them from being cleared; false where it was cleared itself. */
  useChunks(artefact: Artefact, chunkIds: readonly string[], now: number): Promise<boolean>;
  /** Makes the artefact the current one of its target, and the one before the previous one; false where it was cleared. */
  completeArtefact(artefact: Artefact, facts: MapTarget, now: number): Promise<boolean>;
  currentArtefact(target: string): Promise<MapTarget | undefined>;
  /** Clears preparations that nobody has touched since. */
  dropArtefactsUntouchedSince(time: number): Promise<void>;
  dropArtefact(id: string): Promise<void>;

  /** Chunks that no artefact needs. */
  unusedChunks(limit: number): Promise<readonly string[]>;
  dropChunks(chunkIds: readonly string[]): Promise<void>;
}
