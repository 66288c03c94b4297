import { fromBase64url, toBase64url, utf8 } from '../../src/protocol/bytes.ts';
import { hmacSha256, importSecretKey, type MacKey } from '../../src/protocol/hash.ts';
import { deriveKey } from '../../src/protocol/labels.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { openAtRest, sealAtRest } from '../../src/protocol/sealing-at-rest.ts';
import { StateSealer } from '../../src/protocol/state-sealer.ts';
import { normaliseLicenceNumber } from './readable-codes.ts';

const noSalt = new Uint8Array(32);
/** Bytes of an OPAQUE record of the library's suite (ristretto255, SHA-512). */
const recordBytes = 192;
const nobody = 'nobody';

/** What the account server keeps secret, as it goes into the store and comes out of it. Ids are base64url. */
export class AccountSecrets {
  readonly #masterKey: MacKey;
  readonly #licenceKey: Uint8Array;
  readonly #guessKey: MacKey;
  readonly #pseudonymKey: Uint8Array;
  readonly #sessionKeys: StateSealer;
  readonly #nobodysRecord: Uint8Array;
  /** Stands in the place of a key that is not there. */
  readonly nobodysKey: { readonly id: string; readonly sealed: Uint8Array };

  constructor(masterKey: Uint8Array) {
    this.#masterKey = importSecretKey(masterKey);
    this.#licenceKey = deriveKey(masterKey, noSalt, 'licence number');
    this.#guessKey = importSecretKey(deriveKey(masterKey, noSalt, 'guess counting'));
    this.#pseudonymKey = deriveKey(masterKey, noSalt, 'user pseudonym');
    this.#sessionKeys = new StateSealer(masterKey, 'session', 'configuration.invalid');
    this.#nobodysRecord = this.sealLoginRecord(nobody, toBase64url(randomBytes(recordBytes)));
    this.nobodysKey = { id: nobody, sealed: this.sealAccessKey(nobody, randomBytes(32)) };
  }

  sealLoginRecord(userId: string, record: string): Uint8Array {
    return sealAtRest(this.#masterKey, `login-record ${userId}`, fromBase64url(record));
  }

  /** For an unknown user the same work, and undefined. */
  openLoginRecord(userId: string, sealed: Uint8Array | undefined): string | undefined {
    const known = sealed !== undefined;
    const label = `login-record ${known ? userId : nobody}`;
    const record = toBase64url(openAtRest(this.#masterKey, label, sealed ?? this.#nobodysRecord));
    return known ? record : undefined;
  }

  sealAccessKey(keyId: string, key: Uint8Array): Uint8Array {
    return sealAtRest(this.#masterKey, `access-key ${keyId}`, key);
  }

  openAccessKey(keyId: string, sealed: Uint8Array): Uint8Array {
    return openAtRest(this.#masterKey, `access-key ${keyId}`, sealed);
  }

  /** C4: of the key that was found in the store, or, by the same work, a random one where another was asked for. */
  openFoundKey(keyId: string, found: { readonly id: string; readonly sealed: Uint8Array }): Uint8Array {
    const opened = this.openAccessKey(found.id, found.sealed);
    const random = randomBytes(32);
    return found.id === keyId ? opened : random;
  }

  sealSessionKey(sessionId: string, key: Uint8Array): Uint8Array {
    return this.#sessionKeys.seal(key, sessionId);
  }

  openSessionKey(sessionId: string, sealed: Uint8Array): Uint8Array {
    return this.#sessionKeys.open(sealed, sessionId);
  }

  /** Checks a licence number without keeping it. */
  licenceMac(userId: string, licenceNumber: string): Uint8Array {
    return hmacSha256(this.#licenceKey, utf8(`${userId}\0${normaliseLicenceNumber(licenceNumber)}`));
  }

  /** Names who guesses at what: what was typed as a user id may have been a password, so it is not stored as it is. */
  guessSubject(kind: string, ...parts: readonly string[]): string {
    return toBase64url(hmacSha256(this.#guessKey, utf8([kind, ...parts].join('\0'))).subarray(0, 16));
  }

  /** C9: the user as one provider knows it; no two providers know the same. base64url, 32 bytes */
  pseudonym(userId: string, providerId: string): string {
    return toBase64url(hmacSha256(this.#pseudonymKey, utf8(`${providerId}\0${userId}`)));
  }
}
