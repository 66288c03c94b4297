import type { ChunkList } from '../chunks/chunk-list.ts';
import type { Digest } from '../chunks/digest.ts';

/** Chunk lists of one artefact, each by the SHA-256 of its encoding. */
export interface ListStore {
  /** What is kept. */
  names(): Promise<readonly Digest[]>;
  /** Undefined where it is not kept. What comes back is checked again before it is used. */
  get(name: Digest): Promise<Uint8Array | undefined>;
  /** Resolves when the bytes are on disk: whole, or not at all. */
  put(name: Digest, bytes: Uint8Array): Promise<void>;
  remove(name: Digest): Promise<void>;
}

/** Versions of one artefact on their way into place, each by the SHA-256 of its chunk list. */
export interface DraftStore {
  names(): Promise<readonly Digest[]>;
  /** The one that was begun before, cut to `length` bytes, or a new and empty one. Whoever opens it closes it. */
  open(name: Digest, length: number): Promise<Draft>;
  remove(name: Digest): Promise<void>;
}

export interface FileReader {
  /** Bytes. */
  size(): Promise<number>;
  /** Fills `into` with the bytes from `offset`. @returns what was filled: less than all only at the end of the file */
  read(offset: number, into: Uint8Array): Promise<Uint8Array>;
}

/** A file that is filled in anywhere. Between flushes a power cut may take any of it, so that nothing there is believed. */
export interface Draft extends FileReader {
  /** Bytes that were skipped so far read as anything. */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  /** Resolves when what was written before is on disk. */
  flush(): Promise<void>;
  /** Flushes, then makes it a version by one rename: before it the old one is in place, after it this. */
  install(sha256: Digest): Promise<void>;
  close(): Promise<void>;
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
