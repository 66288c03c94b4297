import { fromBase64url } from '../../src/protocol/bytes.ts';
import type { Directory, DirectoryEntry } from '../../src/contract/directory.ts';

/** Who may be named in a certificate, and have one checked. */
const checkingRoles: ReadonlySet<DirectoryEntry['role']> = new Set(['service', 'content-provider']);

export function isCheckingService(directory: Directory, id: string): boolean {
  return entryOf(directory, id) !== undefined;
}

/** KK: the static key of a service that calls, by its directory id. */
export function serviceStaticKey(directory: Directory, id: string): Uint8Array | undefined {
  const entry = entryOf(directory, id);
  return entry && fromBase64url(entry.staticKey, 'document.malformed');
}

function entryOf(directory: Directory, id: string): DirectoryEntry | undefined {
  return directory.servers.find((server) => server.id === id && checkingRoles.has(server.role));
}
