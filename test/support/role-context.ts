import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { BuiltRole, RoleContext, RoleName, RoleTrust } from '../../local-servers/kit/role-context.ts';
import type { ServerClock } from '../../local-servers/kit/clock.ts';
import type { SealingKey } from '../../local-servers/kit/server-keys.ts';
import type { ConnectionInformation, Endpoint } from '../../src/contract/allocation.ts';
import { DirectoryRole, type Directory, type DirectoryEntry } from '../../src/contract/directory.ts';
import { payloadTypes } from '../../src/contract/documents.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { generateEd25519, generateX25519, type KeyPair } from '../../src/protocol/keys.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { signDocument } from '../../src/protocol/signed-document.ts';
import type { HttpTransport } from '../../src/protocol/transport.ts';
import { baseUrlOf, findFreePort, listenAtBaseUrl } from './listen.ts';
import { TestClock } from './test-clock.ts';

/** One server of an installation; its place in the record is its server id. */
export interface RoleSpec<Settings> {
  readonly role: RoleName;
  readonly settings: Settings;
  /** Only for a server whose clock differs from the others'. */
  readonly clock?: ServerClock;
  /** B4: what the directory says of it; true unless said otherwise for `service`, false for the rest. */
  readonly requiresDeviceAuthentication?: boolean;
}
type RoleSpecs = Readonly<Record<string, RoleSpec<unknown>>>;

export interface InstallationOptions {
  readonly clock?: TestClock;
  /** What the root says the first allocation server asks for; `['first']` unless said otherwise. */
  readonly firstAsks?: ConnectionInformation['asks'];
  readonly transport?: HttpTransport;
  /** What every server logs to; nowhere unless said otherwise. */
  readonly logger?: Logger;
  /** Version of what the root signed; 1 unless said otherwise. */
  readonly rootVersion?: number;
}

/** Servers with fresh keys that trust one fresh root, in a folder of their own under the system's temporary one. */
export interface TestInstallation<Specs extends RoleSpecs> {
  readonly contexts: { readonly [Id in keyof Specs]: RoleContext<Specs[Id]['settings']> };
  readonly rootKey: KeyPair;
  /** A2: whose public half the directory names. */
  readonly sealingKey: KeyPair;
  /** That one and whichever a test adds: allocation servers heed it at once. */
  readonly sealingKeys: SealingKey[];
  readonly trust: RoleTrust;
  readonly clock: TestClock;
  readonly folder: string;
  /** Listens at the context's address; `close` closes it. */
  start(id: keyof Specs, built: BuiltRole): Promise<void>;
  /** Closes what was started and removes the folder. */
  close(): Promise<void>;
}

/**
 * `const installation = await createInstallation({ accounts: { role: 'accounts', settings } })`, then
 * `await installation.start('accounts', await buildAccounts(installation.contexts.accounts))`.
 */
export async function createInstallation<const Specs extends RoleSpecs>(
  specs: Specs,
  options: InstallationOptions = {},
): Promise<TestInstallation<Specs>> {
  const folder = await mkdtemp(join(tmpdir(), 'naviterm-test-'));
  const clock = options.clock ?? new TestClock();
  const members = await Promise.all(Object.entries(specs).map(([id, spec]) => prepareMember(id, spec)));
  const rootKey = generateEd25519();
  const sealingKey = generateX25519();
  const trust = signTrust(members, { rootKey, sealingKey, firstAsks: ['first'], rootVersion: 1, ...options });
  const contexts: Record<string, RoleContext<unknown>> = {};
  for (const { id, spec, baseUrl, staticKey, signingKey } of members) {
    const own = join(folder, id);
    await mkdir(own, { mode: 0o700 });
    contexts[id] = {
      role: spec.role,
      serverId: id,
      folder: own,
      settings: spec.settings,
      baseUrl,
      staticKey,
      signingKey,
      masterKey: randomBytes(32),
      trust,
      clock: spec.clock ?? clock,
      logger: options.logger ?? pino({ level: 'silent' }),
      transport: options.transport ?? httpTransport,
    };
  }
  const started: BuiltRole[] = [];
  return {
    contexts: contexts as TestInstallation<Specs>['contexts'],
    rootKey,
    sealingKey,
    sealingKeys: [{ key: sealingKey }],
    trust,
    clock,
    folder,
    async start(id, built) {
      started.push(built);
      await listenAtBaseUrl(built, { baseUrl: contexts[String(id)]?.baseUrl ?? '' });
    },
    async close() {
      await Promise.all(started.splice(0).map((built) => built.close()));
      await rm(folder, { recursive: true });
    },
  };
}

interface Member {
  readonly id: string;
  readonly spec: RoleSpec<unknown>;
  readonly baseUrl: string;
  readonly staticKey: KeyPair;
  readonly signingKey: KeyPair;
}

async function prepareMember(id: string, spec: RoleSpec<unknown>): Promise<Member> {
  const baseUrl = baseUrlOf(await findFreePort());
  return { id, spec, baseUrl, staticKey: generateX25519(), signingKey: generateEd25519() };
}

/** What a signed document says of a server: where it is, and its public keys. */
export function publicFacts(server: Pick<Member, 'baseUrl' | 'staticKey' | 'signingKey'>): {
  endpoints: Endpoint[];
  staticKey: string;
  signingKey: string;
} {
  return {
    endpoints: [{ url: server.baseUrl, priority: 0, weight: 1 }],
    staticKey: toBase64url(server.staticKey.publicKey),
    signingKey: toBase64url(server.signingKey.publicKey),
  };
}

function signTrust(
  members: readonly Member[],
  {
    rootKey,
    sealingKey,
    firstAsks,
    rootVersion,
  }: Required<Pick<InstallationOptions, 'firstAsks' | 'rootVersion'>> & { rootKey: KeyPair; sealingKey: KeyPair },
): RoleTrust {
  const directory: Directory = {
    version: rootVersion,
    servers: members.flatMap((member) => directoryEntry(member) ?? []),
    allocationSealingKey: toBase64url(sealingKey.publicKey),
  };
  const first = members.find(({ spec }) => spec.role === 'first-allocation') ?? absentServer;
  const information: ConnectionInformation = {
    role: 'first-allocation',
    serverId: first.id,
    scope: {},
    ...publicFacts(first),
    asks: firstAsks,
    version: rootVersion,
  };
  return {
    anchor: { rootKey: rootKey.publicKey, lowestVersion: 1 },
    directory,
    directoryDocument: signDocument(rootKey, payloadTypes.directory, directory),
    firstAllocation: signDocument(rootKey, payloadTypes.connectionInformation, information),
  };
}

/** Stands for the first allocation server where a test has none: nothing listens there. */
const absentServer = {
  id: 'absent-first-allocation',
  baseUrl: baseUrlOf(9),
  staticKey: generateX25519(),
  signingKey: generateEd25519(),
};

const directoryRoles = DirectoryRole.anyOf.map((literal) => literal.const);

function directoryEntry(member: Member): DirectoryEntry | undefined {
  const role = directoryRoles.find((name) => name === member.spec.role);
  if (role === undefined) return undefined;
  const requiresDeviceAuthentication = member.spec.requiresDeviceAuthentication ?? role === 'service';
  return { id: member.id, role, ...publicFacts(member), requiresDeviceAuthentication };
}
