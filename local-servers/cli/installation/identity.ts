import { Type, type Static } from 'typebox';
import { Bytes, BytesUpTo } from '../../../src/contract/primitives.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
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
import { isOver, type SealingKey, type OtherKeys, type ServerKeys } from '../../kit/server-keys.ts';
import { readChecked, writeJson } from './files.ts';

const SealedKey = Type.Object(
  { publicKey: Bytes(32), sealedPrivateKey: BytesUpTo(128) },
  { additionalProperties: false },
);
type SealedKey = Static<typeof SealedKey>;

/** The files grow by one pair of keys with each rotation, until its grace time is over. */
const maximumFormerKeys = 3;

const FormerKeys = Type.Object(
  { staticKey: SealedKey, signingKey: SealedKey, until: Type.Optional(Type.Number()) },
  { additionalProperties: false },
);

const FormerSealingKeyFile = Type.Object(
  { sealingKey: SealedKey, until: Type.Number() },
  { additionalProperties: false },
);

const IdentityFile = Type.Object(
  {
    staticKey: SealedKey,
    signingKey: SealedKey,
    sealingKey: Type.Optional(SealedKey),
    formerSealingKeys: Type.Optional(Type.Array(FormerSealingKeyFile, { maxItems: maximumFormerKeys })),
    formerKeys: Type.Optional(Type.Array(FormerKeys, { maxItems: maximumFormerKeys })),
  },
  { additionalProperties: false },
);

/** A server's own keys; the private halves are sealed under the master key, which lies elsewhere. */
export interface Identity extends ServerKeys {
  /** The keys before these, until then by the server's clock; without a time where these are not announced yet. */
  readonly formerKeys?: readonly OtherKeys[];
  /** Allocation servers: opens the second parts that terminals seal (A2). */
  readonly sealingKey?: KeyPair;
  /** The sealing keys before it, the newest first. */
  readonly formerSealingKeys?: readonly Required<SealingKey>[];
}

export function createIdentity(): ServerKeys {
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
  const { sealingKey, formerKeys = [], formerSealingKeys = [] } = identity;
  await writeJson(path, {
    ...sealPair(masterKey, identity),
    ...(sealingKey === undefined ? {} : { sealingKey: seal(masterKey, 'sealing key', sealingKey) }),
    ...(formerSealingKeys.length === 0
      ? {}
      : {
          formerSealingKeys: formerSealingKeys.map(({ key, until }) => ({
            sealingKey: seal(masterKey, 'sealing key', key),
            until,
          })),
        }),
    ...(formerKeys.length === 0
      ? {}
      : { formerKeys: formerKeys.map((keys) => ({ ...sealPair(masterKey, keys), ...timeOf(keys) })) }),
  });
}

const sealPair = (masterKey: Uint8Array, { staticKey, signingKey }: ServerKeys) => ({
  staticKey: seal(masterKey, 'static key', staticKey),
  signingKey: seal(masterKey, 'signing key', signingKey),
});

const openPair = (masterKey: Uint8Array, { staticKey, signingKey }: Record<'staticKey' | 'signingKey', SealedKey>) => ({
  staticKey: importX25519(unseal(masterKey, 'static key', staticKey)),
  signingKey: importEd25519(unseal(masterKey, 'signing key', signingKey)),
});

const timeOf = ({ until }: { readonly until?: number }) => (until === undefined ? {} : { until });

/** @throws configuration.invalid where the file is damaged or the master key is another one */
export async function readIdentity(path: string, masterKey: Uint8Array): Promise<Identity> {
  const file = await readChecked(path, IdentityFile);
  return namingPlace(path, () => ({
    ...openPair(masterKey, file),
    ...(file.formerKeys === undefined
      ? {}
      : { formerKeys: file.formerKeys.map((keys) => ({ ...openPair(masterKey, keys), ...timeOf(keys) })) }),
    ...(file.sealingKey === undefined
      ? {}
      : { sealingKey: importX25519(unseal(masterKey, 'sealing key', file.sealingKey)) }),
    ...(file.formerSealingKeys === undefined
      ? {}
      : {
          formerSealingKeys: file.formerSealingKeys.map(({ sealingKey, until }) => ({
            key: importX25519(unseal(masterKey, 'sealing key', sealingKey)),
            until,
          })),
        }),
  }));
}

/**
 * New keys in place of the present ones, which stay beside them, without an end: it is set when the new ones are announced.
 * @throws configuration.invalid where too many are kept already
 */
export function replaceKeys(identity: Identity): Identity {
  const { staticKey, signingKey, formerKeys = [], ...rest } = identity;
  if (formerKeys.length >= maximumFormerKeys) {
    throw new CodedError('configuration.invalid', { detail: 'the keys before are still in their grace time' });
  }
  return { ...rest, ...createIdentity(), formerKeys: [{ staticKey, signingKey }, ...formerKeys] };
}

/** The new keys are announced: those before them are answered to for so long. */
export function endFormerKeys(identity: Identity, until: number): Identity {
  const { formerKeys = [], ...rest } = identity;
  return { ...rest, formerKeys: formerKeys.map((keys) => (keys.until === undefined ? { ...keys, until } : keys)) };
}

/** Another sealing key in place of the present one, which still opens until then what was sealed to it. */
export function replaceSealingKey(identity: Identity, sealingKey: KeyPair, until: number): Identity {
  const { sealingKey: before, formerSealingKeys = [], ...rest } = identity;
  if (before === undefined) return { ...identity, sealingKey };
  if (toBase64url(before.publicKey) === toBase64url(sealingKey.publicKey)) return identity;
  const former = [{ key: before, until }, ...formerSealingKeys].slice(0, maximumFormerKeys);
  return { ...rest, sealingKey, formerSealingKeys: former };
}

/** What is left when the keys whose grace time is over are forgotten. */
export function withoutOverKeys(identity: Identity, now: number): Identity {
  const { formerKeys = [], formerSealingKeys = [], ...rest } = identity;
  const keys = formerKeys.filter((one) => !isOver(one, now));
  const sealingKeys = formerSealingKeys.filter((one) => !isOver(one, now));
  if (keys.length === formerKeys.length && sealingKeys.length === formerSealingKeys.length) return identity;
  return {
    ...rest,
    ...(keys.length === 0 ? {} : { formerKeys: keys }),
    ...(sealingKeys.length === 0 ? {} : { formerSealingKeys: sealingKeys }),
  };
}
