import { appendFileSync, readFileSync } from 'node:fs';

/** Who has the file open: descriptors are numbers of one process. */
interface Opened {
  readonly handle: string;
}

/** One thing that a recorded process did, in order; paths are absolute. */
export type Step =
  | (Opened & { readonly kind: 'opened'; readonly path: string; readonly isNew: boolean; readonly isCut: boolean })
  | (Opened & { readonly kind: 'closed' })
  | (Opened & { readonly kind: 'written'; readonly offset: number; readonly bytes: Uint8Array })
  | (Opened & { readonly kind: 'resized'; readonly size: number })
  /** fsync or fdatasync, of a file or a folder. */
  | (Opened & { readonly kind: 'synced' })
  | { readonly kind: 'renamed' | 'linked'; readonly path: string; readonly to: string }
  | { readonly kind: 'unlinked' | 'made-folder' | 'removed-folder'; readonly path: string }
  | { readonly kind: 'symlinked'; readonly path: string; readonly words: string }
  /** To whoever called the recorded process over the network. */
  | { readonly kind: 'sent' }
  /** By the test. */
  | { readonly kind: 'noted'; readonly note: unknown };

const headerBytes = 32;
const noted = 100;

/** Appends a note to a recording that is being made: what stands before it had happened by then. */
export function note(log: string, value: unknown): void {
  const text = Buffer.from(JSON.stringify(value));
  const record = Buffer.alloc(headerBytes + text.byteLength);
  record.writeUInt32LE(record.byteLength, 0);
  record.writeUInt32LE(noted, 4);
  record.writeUInt32LE(text.byteLength, 24);
  text.copy(record, headerBytes);
  appendFileSync(log, record);
}

/** A recording from first to last. @throws where a process did something to a file that is not understood */
export function readRecording(log: string): Step[] {
  const bytes = readFileSync(log);
  const steps: Step[] = [];
  for (let at = 0; at < bytes.byteLength; at += bytes.readUInt32LE(at)) steps.push(readStep(bytes, at));
  return steps;
}

function readStep(bytes: Buffer, at: number): Step {
  const operation = bytes.readUInt32LE(at + 4);
  const handle = `${bytes.readInt32LE(at + 8)}:${bytes.readInt32LE(at + 12)}`;
  const number = Number(bytes.readBigInt64LE(at + 16));
  const middle = at + headerBytes + bytes.readUInt32LE(at + 24);
  const first = bytes.subarray(at + headerBytes, middle);
  const path = first.toString();
  const second = bytes.toString('utf8', middle, middle + bytes.readUInt32LE(at + 28));
  switch (operation) {
    case 1:
      return { kind: 'opened', handle, path, isNew: (number & 1) !== 0, isCut: (number & 2) !== 0 };
    case 2:
      return { kind: 'closed', handle };
    case 3:
      return { kind: 'written', handle, offset: number, bytes: first };
    case 4:
      return { kind: 'resized', handle, size: number };
    case 5:
      return { kind: 'synced', handle };
    case 6:
      return { kind: 'renamed', path, to: second };
    case 7:
      return { kind: 'unlinked', path };
    case 8:
      return { kind: 'made-folder', path };
    case 9:
      return { kind: 'removed-folder', path };
    case 10:
      return { kind: 'linked', path, to: second };
    case 11:
      return { kind: 'symlinked', path, words: second };
    case 12:
      return { kind: 'sent' };
    case noted:
      return { kind: 'noted', note: JSON.parse(path) as unknown };
    default:
      throw new Error(`the recording holds something that its reader does not know: ${operation} ${path} ${second}`);
  }
}
