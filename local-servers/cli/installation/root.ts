import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import type { TrustAnchor } from '../../../src/allocation/chain.ts';
import { ConnectionInformation, Endpoint } from '../../../src/contract/allocation.ts';
import { check } from '../../../src/contract/check.ts';
import { DirectoryEntry, type Directory, type DirectoryRole } from '../../../src/contract/directory.ts';
import { payloadTypes, SignedDocument } from '../../../src/contract/documents.ts';
import { Bytes, BytesUpTo, ServerId } from '../../../src/contract/primitives.ts';
import { maximumRootSuccessors, type RootSuccessor } from '../../../src/contract/root-succession.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { decodeJson, encodeJson, fromBase64url, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import {
  exportPrivate,
  generateEd25519,
  generateX25519,
  importEd25519,
  importX25519,
  type KeyPair,
} from '../../../src/protocol/keys.ts';
import { openWithKey, sealToKey } from '../../../src/protocol/one-way-sealing.ts';
import { openDocument, signDocument } from '../../../src/protocol/signed-document.ts';
import { exists, readJson, writeJson } from './files.ts';

const RootSuccessorList = Type.Array(SignedDocument, { maxItems: maximumRootSuccessors });

/** What a server asks the root to sign: public facts of its own, made by `init ROLE`. */
export const SigningRequest = Type.Object(
  {
    role: Type.String({ maxLength: 40 }),
    serverId: ServerId,
    endpoints: Type.Array(Endpoint, { minItems: 1, maxItems: 16 }),
    staticKey: Bytes(32),
    signingKey: Bytes(32),
  },
  { additionalProperties: false },
);
export type SigningRequest = Static<typeof SigningRequest>;

/** What the root answers: everything that the server needs to know of the others. */
export const SigningAnswer = Type.Object(
  {
    rootKey: Bytes(32),
    lowestVersion: Type.Integer({ minimum: 1 }),
    directory: SignedDocument,
    firstAllocation: Type.Optional(SignedDocument),
    /** G2: the way from earlier roots to this one. */
    rootSuccessors: Type.Optional(RootSuccessorList),
    /** Allocation servers: the private half of the sealing key, sealed to the asker's static key. */
    sealingKey: Type.Optional(BytesUpTo(512)),
  },
  { additionalProperties: false },
);
export type SigningAnswer = Static<typeof SigningAnswer>;

const RootFile = Type.Object(
  {
    rootPrivateKey: Bytes(32),
    sealingPrivateKey: Bytes(32),
    directoryVersion: Type.Integer({ minimum: 1 }),
    servers: Type.Array(DirectoryEntry),
    firstAllocation: Type.Optional(SignedDocument),
    firstAllocationVersion: Type.Integer({ minimum: 0 }),
    lowestVersion: Type.Optional(Type.Integer({ minimum: 1 })),
    successors: Type.Optional(RootSuccessorList),
  },
  { additionalProperties: false },
);

const SealingKeyFile = Type.Object({ privateKey: Bytes(32) }, { additionalProperties: false });

const directoryRoles: readonly string[] = [
  'portal',
  'accounts',
  'service',
  'content-provider',
  'connection',
] satisfies DirectoryRole[];
const allocationRoles = ['first-allocation', 'second-allocation'];
const otherRoles = ['authentication', 'mailbox'];
/** What the answer's sealing key is bound to. */
const sealingPurpose = utf8('allocation sealing key');

/** The operator's allocation root (G2). Its folder belongs on a machine without a network; only what it signs travels. */
export class AllocationRoot {
  readonly #path: string;
  #rootKey: KeyPair;
  #sealingKey: KeyPair;
  #directoryVersion: number;
  #servers: readonly DirectoryEntry[];
  #firstAllocation: SignedDocument | undefined;
  #firstAllocationVersion: number;
  #lowestVersion: number;
  #successors: readonly SignedDocument[];

  private constructor(path: string, file: Static<typeof RootFile>) {
    this.#path = path;
    this.#rootKey = importEd25519(fromBase64url(file.rootPrivateKey));
    this.#sealingKey = importX25519(fromBase64url(file.sealingPrivateKey));
    this.#directoryVersion = file.directoryVersion;
    this.#servers = file.servers;
    this.#firstAllocation = file.firstAllocation;
    this.#firstAllocationVersion = file.firstAllocationVersion;
    this.#lowestVersion = file.lowestVersion ?? 1;
    this.#successors = file.successors ?? [];
  }

  static async create(folder: string): Promise<AllocationRoot> {
    const path = join(folder, 'root.json');
    if (await exists(path)) throw new CodedError('configuration.invalid', { detail: `${path} is there already` });
    await writeJson(path, {
      rootPrivateKey: toBase64url(exportPrivate(generateEd25519())),
      sealingPrivateKey: toBase64url(exportPrivate(generateX25519())),
      directoryVersion: 1,
      servers: [],
      firstAllocationVersion: 0,
    });
    return AllocationRoot.open(folder);
  }

  static async open(folder: string): Promise<AllocationRoot> {
    const path = join(folder, 'root.json');
    return new AllocationRoot(path, check(RootFile, await readJson(path), 'configuration.invalid'));
  }

  /** What terminals pin. */
  get anchor(): TrustAnchor {
    return { rootKey: this.#rootKey.publicKey, lowestVersion: this.#lowestVersion };
  }

  /**
   * G2: a new key in place of the present one, which signs that and is gone then: nobody can name another successor. What the
   * old root had signed is signed anew, with versions that go on.
   */
  async rotate(): Promise<void> {
    const next = generateEd25519();
    const version = Math.max(this.#directoryVersion, this.#firstAllocationVersion) + 1;
    const successor: RootSuccessor = { publicKey: toBase64url(next.publicKey), lowestVersion: version };
    const said = signDocument(this.#rootKey, payloadTypes.rootSuccessor, successor);
    const first = this.#firstAllocation && this.#openFirstAllocation(this.#firstAllocation);
    this.#successors = [...this.#successors, said].slice(-maximumRootSuccessors);
    this.#rootKey = next;
    this.#lowestVersion = version;
    this.#directoryVersion = version;
    this.#firstAllocationVersion = version;
    if (first !== undefined) {
      this.#firstAllocation = signDocument(next, payloadTypes.connectionInformation, { ...first, version });
    }
    await this.#save();
  }

  /** A2: a new sealing key, which the next directory names. The allocation servers keep the old one for a while; it is gone here. */
  async renewSealingKey(): Promise<void> {
    this.#sealingKey = generateX25519();
    this.#directoryVersion += 1;
    await this.#save();
  }

  #openFirstAllocation(document: SignedDocument): ConnectionInformation {
    return openDocument(document, this.#rootKey.publicKey, payloadTypes.connectionInformation, ConnectionInformation);
  }

  /** Takes a server into the directory, or signs the first allocation server's connection information. */
  async sign(request: SigningRequest): Promise<SigningAnswer> {
    if (directoryRoles.includes(request.role)) await this.#enter(request);
    else if (request.role === 'first-allocation') await this.#signFirstAllocation(request);
    else if (![...allocationRoles, ...otherRoles].includes(request.role)) {
      throw new CodedError('configuration.invalid', { detail: `${request.role} is no role` });
    }
    return this.answer(request);
  }

  /** The newest signed state, for a server that asked before. */
  answer(request: SigningRequest): SigningAnswer {
    const staticKey = fromBase64url(request.staticKey, 'configuration.invalid');
    return {
      rootKey: toBase64url(this.#rootKey.publicKey),
      lowestVersion: this.#lowestVersion,
      directory: this.#directory(),
      ...(this.#successors.length === 0 ? {} : { rootSuccessors: [...this.#successors] }),
      ...(this.#firstAllocation === undefined ? {} : { firstAllocation: this.#firstAllocation }),
      ...(allocationRoles.includes(request.role)
        ? {
            sealingKey: toBase64url(
              sealToKey(
                'sealed-allocation-key',
                staticKey,
                sealingPurpose,
                encodeJson({ privateKey: toBase64url(exportPrivate(this.#sealingKey)) }),
              ),
            ),
          }
        : {}),
    };
  }

  #directory(): SignedDocument {
    const directory: Directory = {
      version: this.#directoryVersion,
      servers: [...this.#servers],
      allocationSealingKey: toBase64url(this.#sealingKey.publicKey),
    };
    return signDocument(this.#rootKey, payloadTypes.directory, directory);
  }

  async #enter(request: SigningRequest): Promise<void> {
    const entry: DirectoryEntry = {
      id: request.serverId,
      role: request.role as DirectoryRole,
      endpoints: request.endpoints,
      staticKey: request.staticKey,
      signingKey: request.signingKey,
      requiresDeviceAuthentication: request.role === 'service',
    };
    const others = this.#servers.filter(({ id }) => id !== entry.id);
    const same = this.#servers.find(({ id }) => id === entry.id);
    if (same !== undefined && JSON.stringify(same) === JSON.stringify(entry)) return;
    this.#servers = [...others, entry];
    this.#directoryVersion += 1;
    await this.#save();
  }

  async #signFirstAllocation(request: SigningRequest): Promise<void> {
    this.#firstAllocationVersion += 1;
    const information: ConnectionInformation = {
      role: 'first-allocation',
      serverId: request.serverId,
      scope: {},
      endpoints: request.endpoints,
      staticKey: request.staticKey,
      signingKey: request.signingKey,
      asks: ['first'],
      version: this.#firstAllocationVersion,
    };
    this.#firstAllocation = signDocument(this.#rootKey, payloadTypes.connectionInformation, information);
    await this.#save();
  }

  async #save(): Promise<void> {
    await writeJson(this.#path, {
      rootPrivateKey: toBase64url(exportPrivate(this.#rootKey)),
      sealingPrivateKey: toBase64url(exportPrivate(this.#sealingKey)),
      directoryVersion: this.#directoryVersion,
      servers: this.#servers,
      ...(this.#firstAllocation === undefined ? {} : { firstAllocation: this.#firstAllocation }),
      firstAllocationVersion: this.#firstAllocationVersion,
      lowestVersion: this.#lowestVersion,
      successors: this.#successors,
    });
  }
}

/** Opens the sealing key that an answer brought to an allocation server. */
export function openSealingKey(staticKey: KeyPair, sealed: string): KeyPair {
  const json = openWithKey(
    'sealed-allocation-key',
    staticKey,
    sealingPurpose,
    fromBase64url(sealed, 'configuration.invalid'),
  );
  const { privateKey } = check(SealingKeyFile, decodeJson(json, 'configuration.invalid'), 'configuration.invalid');
  return importX25519(fromBase64url(privateKey, 'configuration.invalid'));
}
