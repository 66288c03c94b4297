import type { ConnectionInformation } from '../contract/allocation.ts';
import { CodedError } from '../errors/coded-error.ts';
import { keyId } from '../protocol/keys.ts';
import { scopeKey } from './scope.ts';

/** G2: the highest version seen, by signing key, role and scope. A plain value, kept by whoever checks chains. */
export type SeenVersions = Readonly<Record<string, number>>;

/**
 * Refuses information older than seen before and gives the memory with this one in it.
 * @throws document.version-stale
 */
export function noteVersion(
  seen: SeenVersions,
  signerKey: Uint8Array,
  information: ConnectionInformation,
): SeenVersions {
  const key = `${keyId(signerKey)} ${information.role} ${scopeKey(information.scope)}`;
  const highest = seen[key] ?? 0;
  if (information.version < highest) {
    throw new CodedError('document.version-stale', {
      detail: `${information.role} ${information.serverId}: version ${information.version}, seen was ${highest}`,
    });
  }
  return { ...seen, [key]: information.version };
}
