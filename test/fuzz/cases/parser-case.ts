import { encodeJson } from '../../../src/protocol/bytes.ts';

/** One way in for bytes from outside. */
export interface ParserCase {
  readonly name: string;
  /** The source files whose reading it puts to the test; the inventory asks that every one that reads is named. */
  readonly reads: readonly string[];
  /** Valid inputs, made by the code itself: what is fuzzed lies near them. */
  readonly corpus: readonly Uint8Array[];
  /** Whether the inputs are JSON, to be changed by its own structure. */
  readonly json: boolean;
  /** Reads; throws a coded error, or gives anything. What must hold of a value that was read, it checks itself. */
  readonly read: (input: Uint8Array) => unknown;
  /** Slow ones (whole folders, whole databases) get a part of the rounds. */
  readonly share?: number;
}

type More = Pick<ParserCase, 'share'>;

export function ofBytes(
  name: string,
  reads: readonly string[],
  corpus: readonly Uint8Array[],
  read: ParserCase['read'],
  more: More = {},
): ParserCase {
  return { name, reads, corpus, json: false, read, ...more };
}

/** Reads the text that the bytes spell. */
export function ofText(
  name: string,
  reads: readonly string[],
  corpus: readonly string[],
  read: (text: string) => unknown,
  more: More = {},
): ParserCase {
  const bytes = corpus.map((text) => Buffer.from(text));
  return ofBytes(name, reads, bytes, (input) => read(Buffer.from(input).toString('utf8')), more);
}

/** Reads a value as it came in JSON; bytes that are no JSON are left to who decodes JSON. */
export function ofJson(
  name: string,
  reads: readonly string[],
  corpus: readonly unknown[],
  read: (value: unknown) => unknown,
  more: More = {},
): ParserCase {
  const attempt = (input: Uint8Array) => {
    let value: unknown;
    try {
      value = JSON.parse(Buffer.from(input).toString('utf8'));
    } catch {
      return undefined; // decodeJson has a case of its own
    }
    return read(value);
  };
  return { name, reads, corpus: corpus.map((value) => encodeJson(value)), json: true, read: attempt, ...more };
}

/** Reads a JSON file's bytes, its decoding included. */
export function ofJsonBytes(
  name: string,
  reads: readonly string[],
  corpus: readonly Uint8Array[],
  read: ParserCase['read'],
  more: More = {},
): ParserCase {
  return { name, reads, corpus, json: true, read, ...more };
}
