import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A key that some process used or made; public halves only of the pairs that it made. */
export interface KeyEntry {
  readonly type: 'key';
  readonly use:
    'hkdf input' | 'hkdf output' | 'mac' | 'cipher' | 'secret key' | 'private key' | 'public key' | 'agreement';
  /** What an HKDF output was derived for. */
  readonly label: string;
  readonly hex: string;
}

/** What one process counted on one TCP socket, in bytes. */
export interface SocketEntry {
  readonly type: 'socket';
  /** `address:port`; empty where the socket was never connected. */
  readonly local: string;
  readonly remote: string;
  readonly read: number;
  readonly written: number;
}

export type LedgerEntry =
  | KeyEntry
  | SocketEntry
  | { readonly type: 'process'; readonly pid: number; readonly program: readonly string[] }
  | { readonly type: 'end' };

/** What one process of the run wrote down. */
export interface ProcessLedger {
  readonly program: readonly string[];
  readonly keys: readonly KeyEntry[];
  readonly sockets: readonly SocketEntry[];
  /** Whether it lived to write down the sockets that it still had. */
  readonly complete: boolean;
}

/** The ledgers of all processes, as far as they are written. */
export async function readLedgers(folder: string): Promise<ProcessLedger[]> {
  return Promise.all(
    (await readdir(folder)).map(async (name) => readLedger(await readFile(join(folder, name), 'utf8'))),
  );
}

function readLedger(text: string): ProcessLedger {
  // The last line may be being written.
  const lines = text.split('\n').slice(0, -1);
  const entries = lines.map((line) => JSON.parse(line) as LedgerEntry);
  return {
    program: entries.flatMap((entry) => (entry.type === 'process' ? entry.program : [])),
    keys: entries.filter((entry) => entry.type === 'key'),
    sockets: entries.filter((entry) => entry.type === 'socket'),
    complete: entries.some((entry) => entry.type === 'end'),
  };
}
