import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { TrustAnchor } from '../../src/allocation/chain.ts';
import type { Directory } from '../../src/contract/directory.ts';
import type { SignedDocument } from '../../src/contract/documents.ts';
import type { KeyPair } from '../../src/protocol/keys.ts';
import type { HttpTransport } from '../../src/protocol/transport.ts';
import type { ServerClock } from './clock.ts';
import type { OtherKeys } from './server-keys.ts';

export type RoleName =
  'portal' | 'mailbox' | 'first-allocation' | 'second-allocation' | 'authentication' | 'accounts' | 'service';

/** What the operator's root signed, as a server holds it. */
export interface RoleTrust {
  readonly anchor: TrustAnchor;
  readonly directory: Directory;
  readonly directoryDocument: SignedDocument;
  readonly firstAllocation: SignedDocument;
  /** G2: the way from earlier roots to the present one, the oldest first. */
  readonly rootSuccessors?: readonly SignedDocument[];
}

/** Everything that a role is built from; read from its folder, or made by a test. */
export interface RoleContext<Settings> {
  readonly role: RoleName;
  readonly serverId: string;
  /** Where its store and files are. */
  readonly folder: string;
  readonly settings: Settings;
  /** The role's own public address, without a slash at its end: what signatures name as authority. */
  readonly baseUrl: string;
  /** X25519: channels. */
  readonly staticKey: KeyPair;
  /** Ed25519: documents. */
  readonly signingKey: KeyPair;
  /** Keys that it also answers to, while its keys are being replaced. */
  readonly otherKeys?: readonly OtherKeys[];
  readonly masterKey: Uint8Array;
  readonly trust: RoleTrust;
  readonly clock: ServerClock;
  readonly logger: Logger;
  readonly transport: HttpTransport;
}

/** A role that was built: not listening yet. `close` also closes its stores. */
export interface BuiltRole {
  readonly app: FastifyInstance;
  readonly close: () => Promise<void>;
}
