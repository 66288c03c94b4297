import type { Directory } from '../../../src/contract/directory.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import type { ServerClock } from '../../kit/clock.ts';
import type { RoleName } from '../../kit/role-context.ts';
import type { OtherKeys, SealingKey, ServerKeys } from '../../kit/server-keys.ts';
import type { InstallationPaths } from './files.ts';
import { readIdentity, withoutOverKeys, writeIdentity, type Identity } from './identity.ts';

/** Seconds after which a role that runs has taken up what was done to its keys. */
export const keysTakenUpWithin = 15;

interface RolePlace {
  readonly paths: InstallationPaths;
  readonly role: RoleName;
  readonly masterKey: Uint8Array;
  readonly clock: ServerClock;
}

/** Keys whose grace time is over are deleted, from the file, too. */
export async function currentIdentity({ paths, role, masterKey, clock }: RolePlace): Promise<Identity> {
  const path = paths.identity(role);
  const identity = await readIdentity(path, masterKey);
  const left = withoutOverKeys(identity, clock.now());
  if (left !== identity) await writeIdentity(path, masterKey, left);
  return left;
}

/** The keys of a role that runs. */
export interface RoleKeys {
  /**
   * Those that the directory names: whoever has heard of no newer directory expects their signature. A server that the
   * directory does not name calls its newest its own.
   */
  readonly own: ServerKeys;
  /** Kept up to date by `refresh`. */
  readonly others: readonly OtherKeys[];
  /** Of an allocation server, the newest first; kept up to date by `refresh`. */
  readonly sealingKeys: readonly SealingKey[];
  readonly refresh: () => Promise<void>;
}

export async function openRoleKeys(place: RolePlace, directory: Directory, serverId: string): Promise<RoleKeys> {
  const identity = await currentIdentity(place);
  const named = directory.servers.find(({ id }) => id === serverId)?.staticKey;
  const own = allOf(identity).find((keys) => nameOf(keys) === named) ?? identity;
  const others: OtherKeys[] = [];
  const sealingKeys: SealingKey[] = [];
  const takeUp = (now: Identity) => {
    sealingKeys.splice(0, sealingKeys.length, ...sealingKeysOf(now));
    others.splice(0, others.length, ...allOf(now).filter((keys) => nameOf(keys) !== nameOf(own)));
  };
  takeUp(identity);
  return {
    own: { staticKey: own.staticKey, signingKey: own.signingKey },
    others,
    sealingKeys,
    refresh: async () => takeUp(await currentIdentity(place)),
  };
}

const sealingKeysOf = ({ sealingKey, formerSealingKeys = [] }: Identity): readonly SealingKey[] =>
  sealingKey === undefined ? [] : [{ key: sealingKey }, ...formerSealingKeys];

const nameOf = ({ staticKey }: ServerKeys): string => toBase64url(staticKey.publicKey);

const allOf = ({ staticKey, signingKey, formerKeys = [] }: Identity): readonly OtherKeys[] => [
  { staticKey, signingKey },
  ...formerKeys,
];
