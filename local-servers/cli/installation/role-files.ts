import { Type, type Static, type TSchema } from 'typebox';
import { openDirectory } from '../../../src/allocation/directory.ts';
import type { TrustAnchor } from '../../../src/allocation/chain.ts';
import { followSuccession } from '../../../src/allocation/root-succession.ts';
import { Endpoint } from '../../../src/contract/allocation.ts';
import { check } from '../../../src/contract/check.ts';
import { HttpUrl, ServerId } from '../../../src/contract/primitives.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { namingPlace } from '../../../src/errors/naming-place.ts';
import { httpTransport } from '../../../src/host/http-transport.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/bytes.ts';
import { checkConfiguration } from '../../kit/configuration.ts';
import { openKeptClock } from '../../kit/kept-clock.ts';
import { createLogger, type Logger } from '../../kit/logging.ts';
import { readMasterKey } from '../../kit/master-key.ts';
import type { SealingKey } from '../../kit/server-keys.ts';
import type { RoleContext, RoleName, RoleTrust } from '../../kit/role-context.ts';
import { readChecked, writeJson, type InstallationPaths } from './files.ts';
import { readIdentity, replaceSealingKey, writeIdentity } from './identity.ts';
import { openRoleKeys } from './role-keys.ts';
import { openSealingKey, SigningAnswer, type SigningRequest } from './root.ts';

/** `role.json`: what the operator sets for one role. */
export const RoleFile = Type.Object(
  {
    role: Type.String({ maxLength: 40 }),
    serverId: ServerId,
    listen: Type.Object(
      { host: Type.String({ maxLength: 255 }), port: Type.Integer({ minimum: 1, maximum: 65_535 }) },
      { additionalProperties: false },
    ),
    /** What terminals and servers reach it under, and what request signatures name. */
    baseUrl: HttpUrl,
    /** All addresses of the server, where it runs in several places; `baseUrl` alone unless they are named. */
    endpoints: Type.Optional(Type.Array(Endpoint, { minItems: 1, maxItems: 16 })),
    settings: Type.Record(Type.String(), Type.Unknown()),
  },
  { additionalProperties: false },
);
export type RoleFile = Static<typeof RoleFile>;

export async function readRoleFile(paths: InstallationPaths, role: RoleName): Promise<RoleFile> {
  const file = await readChecked(paths.roleFile(role), RoleFile);
  if (file.role !== role)
    throw new CodedError('configuration.invalid', { detail: `${paths.roleFile(role)} is for ${file.role}` });
  return file;
}

/** A role's own public facts, for the root to sign. */
export async function signingRequest(paths: InstallationPaths, role: RoleName): Promise<SigningRequest> {
  const file = await readRoleFile(paths, role);
  const identity = await readIdentity(paths.identity(role), await readMasterKey(paths.masterKey));
  return {
    role,
    serverId: file.serverId,
    endpoints: file.endpoints ?? [{ url: file.baseUrl, priority: 0, weight: 1 }],
    staticKey: toBase64url(identity.staticKey.publicKey),
    signingKey: toBase64url(identity.signingKey.publicKey),
  };
}

/** Seconds for which terminals that run on may not have heard of a new sealing key. */
const sealingGrace = 30 * 86_400;

/**
 * Takes the root's answer in, after checking it: never under a root that is no successor, never an older directory.
 * @param grace seconds for which an allocation server still opens what was sealed to the sealing key before
 */
export async function installAnswer(
  paths: InstallationPaths,
  role: RoleName,
  value: unknown,
  grace = sealingGrace,
): Promise<void> {
  const answer = check(SigningAnswer, value, 'configuration.invalid');
  openDirectory(answer.directory, anchorOf(answer), await installedDirectoryVersion(paths, role, answer));
  const { sealingKey, ...trust } = answer;
  if (sealingKey !== undefined) {
    const masterKey = await readMasterKey(paths.masterKey);
    const identity = await readIdentity(paths.identity(role), masterKey);
    const clock = await openKeptClock(paths.clock, createLogger({ name: 'keys', level: 'warn' }));
    const opened = openSealingKey(identity.staticKey, sealingKey);
    const replaced = replaceSealingKey(identity, opened, clock.now() + grace);
    await writeIdentity(paths.identity(role), masterKey, replaced);
  }
  await writeJson(paths.trust(role), trust);
}

async function installedDirectoryVersion(
  paths: InstallationPaths,
  role: RoleName,
  { rootKey, rootSuccessors = [] }: SigningAnswer,
): Promise<number> {
  const before = await readTrustFile(paths, role).catch((error: unknown) => {
    if (error instanceof CodedError) return undefined;
    throw error;
  });
  if (before === undefined) return 0;
  // G2: the root that is trusted has itself named the one that answers now, if need be step by step.
  const { anchor } = followSuccession(anchorOf(before), rootSuccessors);
  if (toBase64url(anchor.rootKey) !== rootKey) {
    throw new CodedError('document.signature-invalid', {
      detail: 'the answer is from another root than the one that is trusted',
    });
  }
  return openDirectory(before.directory, anchorOf(before), 0).version;
}

const anchorOf = (answer: Pick<SigningAnswer, 'rootKey' | 'lowestVersion'>): TrustAnchor => ({
  rootKey: fromBase64url(answer.rootKey, 'configuration.invalid'),
  lowestVersion: answer.lowestVersion,
});

async function readTrustFile(paths: InstallationPaths, role: RoleName): Promise<SigningAnswer> {
  return readChecked(paths.trust(role), SigningAnswer);
}

async function readTrust(paths: InstallationPaths, role: RoleName): Promise<RoleTrust> {
  const trust = await readTrustFile(paths, role);
  if (trust.firstAllocation === undefined) {
    throw new CodedError('configuration.invalid', {
      detail: `the root had not signed the first allocation server yet when it answered ${role}: sign again and install the answer`,
    });
  }
  const anchor = anchorOf(trust);
  return {
    anchor,
    directory: openDirectory(trust.directory, anchor, 0),
    directoryDocument: trust.directory,
    firstAllocation: trust.firstAllocation,
    ...(trust.rootSuccessors === undefined ? {} : { rootSuccessors: trust.rootSuccessors }),
  };
}

/** A role as it is installed: what it is built from, and where it listens. */
export interface InstalledRole<Settings> {
  readonly context: RoleContext<Settings>;
  /** Takes up keys that were made meanwhile, and forgets those whose time is over. */
  readonly refreshKeys: () => Promise<void>;
  readonly listen: RoleFile['listen'];
  /** Of an allocation server; `refreshKeys` keeps them up to date. */
  readonly sealingKeys: readonly SealingKey[];
}

/** @throws configuration.invalid naming the file that is missing, damaged or not signed yet */
export async function openRole<Schema extends TSchema>(
  paths: InstallationPaths,
  role: RoleName,
  schema: Schema,
  logger: Logger,
): Promise<InstalledRole<Static<Schema>>> {
  const file = await readRoleFile(paths, role);
  const masterKey = await readMasterKey(paths.masterKey);
  const clock = await openKeptClock(paths.clock, logger);
  const trust = await readTrust(paths, role);
  const keys = await openRoleKeys({ paths, role, masterKey, clock }, trust.directory, file.serverId);
  const context: RoleContext<Static<Schema>> = {
    role,
    serverId: file.serverId,
    folder: paths.role(role),
    settings: await namingPlace(paths.roleFile(role), () => checkConfiguration(file.settings, schema)),
    baseUrl: file.baseUrl,
    ...keys.own,
    otherKeys: keys.others,
    masterKey,
    trust,
    clock,
    logger,
    transport: httpTransport,
  };
  return { context, refreshKeys: keys.refresh, listen: file.listen, sealingKeys: keys.sealingKeys };
}
