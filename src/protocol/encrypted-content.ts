import { createCipheriv, createDecipheriv } from 'node:crypto';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { concat, utf8 } from './bytes.ts';
import { hkdf, importSecretKey } from './hash.ts';
import { randomBytes } from './random.ts';

// RFC 8188, Encrypted Content-Encoding for HTTP: `aes128gcm`.
const saltBytes = 16;
const headerBytes = saltBytes + 4 + 1; // section 2.1: salt, rs, idlen
const tagBytes = 16;
const smallestRecord = tagBytes + 2; // section 2: "rs" of 17 and less is invalid
const moreFollow = 1; // section 2: the delimiter that ends a record's data
const lastRecord = 2;

export interface EncryptOptions {
  /** Input keying material, at least 16 bytes. */
  readonly key: Uint8Array;
  /** Names the key for the receiver; empty where only one can be meant. */
  readonly keyId?: Uint8Array;
  /** Bytes of an encrypted record, tag included. Without it, one record holds everything. */
  readonly recordSize?: number;
  /** 16 fresh random bytes; to be given only to reproduce published examples. */
  readonly salt?: Uint8Array;
}

export interface DecryptOptions {
  readonly key: Uint8Array;
  /** Ceiling of the encrypted body, in bytes. */
  readonly maxBytes: number;
  /** What a body that does not open is reported as. */
  readonly code: ErrorCode;
}

/** Seals a body that travels outside a channel (RFC 8188). The random salt makes key and nonces new for each body. */
export function encryptContent(options: EncryptOptions, plain: Uint8Array): Uint8Array {
  const keyId = options.keyId ?? new Uint8Array(0);
  const recordSize = options.recordSize ?? Math.max(smallestRecord, plain.byteLength + 1 + tagBytes);
  if (options.key.byteLength < 16 || keyId.byteLength > 255 || recordSize < smallestRecord || recordSize > 0xffffffff)
    throw new CodedError('configuration.invalid', { detail: 'key, key id or record size is out of range' });
  const salt = options.salt ?? randomBytes(saltBytes);
  const header = Buffer.alloc(headerBytes);
  header.set(salt);
  header.writeUInt32BE(recordSize, saltBytes);
  header.writeUInt8(keyId.byteLength, saltBytes + 4);

  const keys = recordKeys(options.key, salt);
  const perRecord = recordSize - tagBytes - 1;
  const parts: Uint8Array[] = [header, keyId];
  for (let at = 0, sequence = 0; sequence === 0 || at < plain.byteLength; at += perRecord, sequence += 1) {
    const data = plain.subarray(at, at + perRecord);
    const cipher = createCipheriv('aes-128-gcm', importSecretKey(keys.contentKey), recordNonce(keys.nonce, sequence));
    const delimiter = at + perRecord >= plain.byteLength ? lastRecord : moreFollow;
    parts.push(cipher.update(data), cipher.update(Uint8Array.of(delimiter)), cipher.final(), cipher.getAuthTag());
  }
  return concat(...parts);
}

/**
 * Opens what `encryptContent` sealed, whatever its key id, record size and padding. Truncated, extended or reordered
 * bodies do not open (RFC 8188, section 2: only the last record carries delimiter 2).
 */
export function decryptContent(options: DecryptOptions, body: Uint8Array): Uint8Array {
  const refuse = (detail: string, cause?: unknown) => new CodedError(options.code, { detail, cause });
  if (body.byteLength > options.maxBytes) throw refuse('the sealed body exceeds its ceiling');
  if (body.byteLength < headerBytes) throw refuse('the sealed body is too short');
  const view = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const recordSize = view.readUInt32BE(saltBytes);
  const start = headerBytes + view.readUInt8(saltBytes + 4);
  if (recordSize < smallestRecord || start >= view.byteLength)
    throw refuse('the header of the sealed body is malformed');

  const keys = recordKeys(options.key, view.subarray(0, saltBytes));
  const plain: Uint8Array[] = [];
  for (let at = start, sequence = 0; at < view.byteLength; at += recordSize, sequence += 1) {
    const record = view.subarray(at, at + recordSize);
    const last = at + recordSize >= view.byteLength;
    const opened = openRecord(keys, sequence, record);
    const end = opened?.findLastIndex((byte) => byte !== 0) ?? -1; // padding is zeros after the delimiter
    if (opened === undefined || opened[end] !== (last ? lastRecord : moreFollow))
      throw refuse(`record ${sequence} of the sealed body does not open`);
    plain.push(opened.subarray(0, end));
  }
  return concat(...plain);
}

interface RecordKeys {
  readonly contentKey: Uint8Array;
  readonly nonce: Uint8Array;
}

/** Sections 2.2 and 2.3. */
function recordKeys(key: Uint8Array, salt: Uint8Array): RecordKeys {
  return {
    contentKey: hkdf(key, salt, utf8('Content-Encoding: aes128gcm\0'), 16),
    nonce: hkdf(key, salt, utf8('Content-Encoding: nonce\0'), 12),
  };
}

/** Section 2.3: the nonce, XORed with the record's number as 96 bits in network byte order. */
function recordNonce(base: Uint8Array, sequence: number): Uint8Array {
  const nonce = Buffer.from(base);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ sequence) >>> 0, 8);
  return nonce;
}

function openRecord(keys: RecordKeys, sequence: number, record: Uint8Array): Uint8Array | undefined {
  const end = record.byteLength - tagBytes;
  if (end < 1) return undefined;
  const decipher = createDecipheriv(
    'aes-128-gcm',
    importSecretKey(keys.contentKey),
    recordNonce(keys.nonce, sequence),
    {
      authTagLength: tagBytes,
    },
  );
  decipher.setAuthTag(record.subarray(end));
  try {
    return concat(decipher.update(record.subarray(0, end)), decipher.final());
  } catch {
    return undefined; // a failed tag is the one thing that final() throws for; the caller names the record
  }
}
