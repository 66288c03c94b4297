import { Type, type Static } from 'typebox';
import { Bytes, BytesUpTo } from '../../../src/contract/primitives.ts';
import { namingPlace } from '../../../src/errors/naming-place.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import {
  exportPrivate,
  generateEd25519,
  generateX25519,
  importEd25519,
  importX25519,
  type KeyPair,
} from '../../../src/protocol/keys.ts';
import { openAtRest, sealAtRest } from '../../../src/protocol/sealing-at-rest.ts';
import { readChecked, writeJson } from './files.ts';

const SealedKey = Type.Object(
  { publicKey: Bytes(32), sealedPrivateKey: BytesUpTo(128) },
  { additionalProperties: false },
);
type SealedKey = Static<typeof SealedKey>;

const IdentityFile = Type.Object(
  { staticKey: SealedKey, signingKey: SealedKey, sealingKey: Type.Optional(SealedKey) },
  { additionalProperties: false },
);

/** A server's own keys; the private halves are sealed under the master key, which lies elsewhere. */
export interface Identity {
  readonly staticKey: KeyPair;
  readonly signingKey: KeyPair;
  /** Allocation servers: opens the second parts that terminals seal (A2). */
  readonly sealingKey?: KeyPair;
}

export function createIdentity(): Identity {
  return { staticKey: generateX25519(), signingKey: generateEd25519() };
}

function seal(masterKey: Uint8Array, label: string, key: KeyPair): SealedKey {
  const publicKey = toBase64url(key.publicKey);
  return {
    publicKey,
    sealedPrivateKey: toBase64url(sealAtRest(masterKey, `${label} ${publicKey}`, exportPrivate(key))),
  };
}

function unseal(masterKey: Uint8Array, label: string, sealed: SealedKey): Uint8Array {
  return openAtRest(
    masterKey,
    `${label} ${sealed.publicKey}`,
    fromBase64url(sealed.sealedPrivateKey, 'configuration.invalid'),
  );
}

export async function writeIdentity(path: string, masterKey: Uint8Array, identity: Identity): Promise<void> {
  const { staticKey, signingKey, sealingKey } = identity;
  await writeJson(path, {
    staticKey: seal(masterKey, 'static key', staticKey),
    signingKey: seal(masterKey, 'signing key', signingKey),
    ...(sealingKey === undefined ? {} : { sealingKey: seal(masterKey, 'sealing key', sealingKey) }),
  });
}

/** @throws configuration.invalid where the file is damaged or the master key is another one */
export async function readIdentity(path: string, masterKey: Uint8Array): Promise<Identity> {
  const file = await readChecked(path, IdentityFile);
  return namingPlace(path, () => ({
    staticKey: importX25519(unseal(masterKey, 'static key', file.staticKey)),
    signingKey: importEd25519(unseal(masterKey, 'signing key', file.signingKey)),
    ...(file.sealingKey === undefined
      ? {}
      : { sealingKey: importX25519(unseal(masterKey, 'sealing key', file.sealingKey)) }),
  }));
}
