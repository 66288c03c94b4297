import { timingSafeEqual } from 'node:crypto';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/codes.ts';

export function toBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/** Strict: no padding, no foreign characters, no stray bits at the end, so that a value has exactly one spelling. */
export function fromBase64url(text: string, code: ErrorCode = 'request.malformed'): Uint8Array {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new CodedError(code, { detail: 'not base64url without padding' });
  return bytes;
}

export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

/** Compares without telling by its time where two values of one length differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

/** The same of two texts in ASCII. */
export function equalAscii(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'));
}

export function encodeJson(value: unknown): Uint8Array {
  return utf8(JSON.stringify(value));
}

/** Reads UTF-8 JSON; anything else is `code`. */
export function decodeJson(bytes: Uint8Array, code: ErrorCode): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new CodedError(code, { detail: 'not JSON', cause });
  }
}

/** Smaller memory may be a part of Node's pool, which others have parts of. */
const shareable = 16 * 1024;

/**
 * Frees memory that nobody looks at any more. Left to the collector, whoever goes through much of it makes the collector go
 * through everything once in about 10 MB. Only what one owns alone; nothing happens where the runtime cannot (before V8 11.4).
 */
export function giveBack(memory: ArrayBufferLike): void {
  if (memory instanceof ArrayBuffer && memory.byteLength > shareable && 'transfer' in memory) memory.transfer(0);
}
