import type { Digest } from '../maps/chunks/digest.ts';
import type { DraftStore, FileReader, ListStore } from '../maps/download/ports.ts';
import type { HttpTransport } from '../protocol/transport.ts';

/** Small named files of the terminal; each write replaces the whole file at once or not at all. */
export interface Store {
  /** @throws store.unreadable */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Durable when it resolves. @throws store.full, store.unreadable */
  write(name: string, content: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}

/** The names of the secrets that a terminal keeps. */
export type SecretName = 'device-secret' | 'next-device-secret' | 'access-key' | 'licence-number';

/** Where secrets live: the operating system's keyring (F2). @throws vault.unavailable */
export interface Vault {
  get(name: SecretName): Promise<string | undefined>;
  set(name: SecretName, value: string): Promise<void>;
  delete(name: SecretName): Promise<void>;
}

/** Elapsed time alone: the terminal decides nothing by the time of day. */
export interface Clock {
  /** Seconds since some moment, never going back. */
  monotonic(): number;
  /** Resolves after `seconds`; rejects with terminal.cancelled when the signal says so. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>;
}

export interface TerminalPorts {
  readonly store: Store;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly transport: HttpTransport;
  readonly maps: MapFiles;
}

/** The files of one artefact: its versions, each named by the SHA-256 of the whole file, and what they are made by. */
export interface ArtefactFiles {
  readonly lists: ListStore;
  /** @throws store.full */
  readonly drafts: DraftStore;
  versions(): Promise<readonly Digest[]>;
  /** Undefined where there is no such version. */
  withVersion<T>(sha256: Digest, work: (file: FileReader) => Promise<T>): Promise<T | undefined>;
  /** Where a version lies, for who opens it by name. */
  path(sha256: Digest): string;
  removeVersion(sha256: Digest): Promise<void>;
}

export interface MapFiles {
  /** @param name of a target: `<region>/<file>` */
  artefact(name: string): ArtefactFiles;
}
