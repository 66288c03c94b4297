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
export type SecretName = 'device-secret' | 'access-key' | 'licence-number';

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
}
