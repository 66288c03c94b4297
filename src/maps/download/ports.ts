import type { ChunkList } from '../chunks/chunk-list.ts';
import type { Digest } from '../chunks/digest.ts';

/** Where the download of one artefact keeps its verified plain chunks and its chunk lists. Other artefacts have others. */
export interface ChunkStore {
  /** What is kept. */
  list(): Promise<readonly Digest[]>;
  /** Undefined where it is not kept. What comes back is checked again before it is used. */
  get(digest: Digest): Promise<Uint8Array | undefined>;
  /** Resolves when the bytes are on disk: whole, or not at all. */
  put(digest: Digest, bytes: Uint8Array): Promise<void>;
  remove(digest: Digest): Promise<void>;
}

/** A new file on its way into place. */
export interface ArtefactSink {
  write(bytes: Uint8Array): Promise<void>;
  /** Flushes to disk, then puts the file in place by one rename: before it the old version is installed, after it this. */
  commit(): Promise<void>;
  /** Throws away what was written. */
  abort(): Promise<void>;
}

export interface FileReader {
  /** Bytes. */
  size(): Promise<number>;
  /** Bytes from `offset`; fewer than `length` only at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** The version that is installed: a source of the chunks that the new one shares with it (G4). */
export interface InstalledFile {
  readonly chunkList: ChunkList;
  readonly file: FileReader;
  /** Chunks that are known to be damaged there; others are checked when they are read. */
  readonly damaged?: ReadonlySet<Digest>;
}

export interface DownloadProgress {
  readonly phase: 'checking' | 'fetching' | 'assembling';
  /** Bytes of the file that this phase is through with. */
  readonly doneBytes: number;
  /** Bytes of the whole file. */
  readonly totalBytes: number;
  /** Sealed bytes that came over the network in this run. */
  readonly fetchedBytes: number;
}
