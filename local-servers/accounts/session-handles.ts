import { createCipheriv, createDecipheriv, type Cipheriv, type Decipheriv, type KeyObject } from 'node:crypto';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { importSecretKey } from '../../src/protocol/hash.ts';
import { deriveKey } from '../../src/protocol/labels.ts';
import { randomBytes } from '../../src/protocol/random.ts';

const noSalt = new Uint8Array(32);
const timeBytes = 6;
const latestTime = 2 ** (8 * timeBytes) - 1;
const idBytes = 12;
const handleBytes = 16;

/**
 * A session's id in the store: hex of its time in milliseconds (6 bytes) ‖ 6 random bytes. It leaves the server in handles
 * alone. Rows that are in the order of their making are written side by side; nothing else depends on the time, so that any
 * clock will do.
 */
export function newSessionId(now: number): string {
  const time = Buffer.alloc(timeBytes);
  time.writeUIntBE(Math.min(Math.max(Math.floor(now * 1000), 0), latestTime), 0, timeBytes);
  return Buffer.concat([time, randomBytes(idBytes - timeBytes)]).toString('hex');
}

/**
 * C4: what a session is called by each of its audiences: the session's id (12 bytes) ‖ u16 number of the audience ‖ u16 0, one
 * block, under AES-256. A block cipher is a permutation that nobody without the key tells from a random one: handles of
 * one session have nothing in common, and no two blocks here are alike. What comes back need not be authentic, since a handle
 * grants nothing: the signature that it comes with does.
 */
export class SessionHandles {
  readonly #key: KeyObject;

  constructor(masterKey: Uint8Array) {
    this.#key = importSecretKey(deriveKey(masterKey, noSalt, 'session handle'));
  }

  /** One for each audience, base64url. */
  make(sessionId: string, audiences: readonly string[]): { id: string; handle: string }[] {
    const id = Buffer.from(sessionId, 'hex');
    const blocks = Buffer.alloc(handleBytes * audiences.length);
    for (const number of audiences.keys()) {
      id.copy(blocks, handleBytes * number);
      blocks.writeUInt16BE(number, handleBytes * number + idBytes);
    }
    const handles = through(createCipheriv('aes-256-ecb', this.#key, null), blocks);
    return audiences.map((audience, number) => ({
      id: audience,
      handle: toBase64url(handles.subarray(handleBytes * number, handleBytes * (number + 1))),
    }));
  }

  /** @returns undefined for what was never one, whatever it is */
  read(handle: string): { readonly sessionId: string; readonly audienceNumber: number } | undefined {
    const sealed = Buffer.from(handle, 'base64url');
    if (sealed.byteLength !== handleBytes || toBase64url(sealed) !== handle) return undefined;
    const block = through(createDecipheriv('aes-256-ecb', this.#key, null), sealed);
    if (block.readUInt16BE(idBytes + 2) !== 0) return undefined;
    return { sessionId: block.toString('hex', 0, idBytes), audienceNumber: block.readUInt16BE(idBytes) };
  }
}

/** Whole blocks, so that nothing is left for the cipher's end. */
const through = (cipher: Cipheriv | Decipheriv, blocks: Buffer): Buffer => cipher.setAutoPadding(false).update(blocks);
