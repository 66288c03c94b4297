import { CodedError } from '../../errors/coded-error.ts';
import { concat, utf8 } from '../bytes.ts';
import { hkdf, sha256 } from '../hash.ts';
import { decryptWith, encryptWith } from './cipher-state.ts';

const empty = new Uint8Array(0);

/** HKDF(chaining_key, input, n) of Noise is RFC 5869 with the chaining key as salt and an empty info. */
function noiseHkdf(chainingKey: Uint8Array, input: Uint8Array, outputs: number): Uint8Array[] {
  const all = hkdf(input, chainingKey, empty, 32 * outputs);
  return Array.from({ length: outputs }, (_, index) => all.slice(32 * index, 32 * (index + 1)));
}

/** What both sides hold after the handshake. */
export interface HandshakeResult {
  /** Key of messages from initiator to responder. */
  readonly initiatorKey: Uint8Array;
  /** Key of messages from responder to initiator. */
  readonly responderKey: Uint8Array;
  /** h: names this channel; not a key, for it is public but for the psk. */
  readonly handshakeHash: Uint8Array;
  /** Third output of HKDF(ck, "", 3): what exported keys are derived from. */
  readonly exporterSecret: Uint8Array;
}

/** The SymmetricState object of Noise (revision 34, section 5.2), with SHA256 and AESGCM. */
export class SymmetricState {
  #chainingKey: Uint8Array;
  #hash: Uint8Array;
  #key: Uint8Array | undefined;
  #counter = 0;

  constructor(protocolName: string) {
    const name = utf8(protocolName);
    this.#hash = name.byteLength <= 32 ? concat(name, new Uint8Array(32 - name.byteLength)) : sha256(name);
    this.#chainingKey = this.#hash;
  }

  mixKey(input: Uint8Array): void {
    const [chainingKey, key] = noiseHkdf(this.#chainingKey, input, 2) as [Uint8Array, Uint8Array];
    this.#chainingKey = chainingKey;
    this.#key = key;
    this.#counter = 0;
  }

  mixHash(data: Uint8Array): void {
    this.#hash = sha256(this.#hash, data);
  }

  mixKeyAndHash(input: Uint8Array): void {
    const [chainingKey, hashInput, key] = noiseHkdf(this.#chainingKey, input, 3) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    this.#chainingKey = chainingKey;
    this.mixHash(hashInput);
    this.#key = key;
    this.#counter = 0;
  }

  encryptAndHash(plaintext: Uint8Array): Uint8Array {
    const ciphertext =
      this.#key === undefined ? plaintext : encryptWith(this.#key, this.#counter++, this.#hash, plaintext);
    this.mixHash(ciphertext);
    return ciphertext;
  }

  /** @throws channel.handshake-failed */
  decryptAndHash(ciphertext: Uint8Array): Uint8Array {
    let plaintext = ciphertext;
    if (this.#key !== undefined) {
      try {
        plaintext = decryptWith(this.#key, this.#counter++, this.#hash, ciphertext);
      } catch (cause) {
        throw new CodedError('channel.handshake-failed', { cause });
      }
    }
    this.mixHash(ciphertext);
    return plaintext;
  }

  /** Split(), with the exporter secret as a third output: HKDF(ck, "", 3) begins with the outputs of HKDF(ck, "", 2). */
  split(): HandshakeResult {
    const [initiatorKey, responderKey, exporterSecret] = noiseHkdf(this.#chainingKey, empty, 3) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    return { initiatorKey, responderKey, handshakeHash: this.#hash, exporterSecret };
  }
}
