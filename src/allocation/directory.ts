import { Directory, type DirectoryEntry, type DirectoryRole } from '../contract/directory.ts';
import { payloadTypes } from '../contract/documents.ts';
import { CodedError } from '../errors/coded-error.ts';
import { openDocument } from '../protocol/signed-document.ts';
import type { TrustAnchor } from './chain.ts';

/** Checks a directory under the root. @throws document.*, document.version-stale where it is older than `seenVersion` */
export function openDirectory(document: unknown, anchor: TrustAnchor, seenVersion: number): Directory {
  const directory = openDocument(document, anchor.rootKey, payloadTypes.directory, Directory);
  if (directory.version < Math.max(anchor.lowestVersion, seenVersion)) {
    throw new CodedError('document.version-stale', { detail: `directory version ${directory.version}` });
  }
  return directory;
}

/** @throws service.unknown */
export function directoryEntry(directory: Directory, id: string, role?: DirectoryRole): DirectoryEntry {
  const entry = directory.servers.find((server) => server.id === id && (role === undefined || server.role === role));
  if (entry === undefined)
    throw new CodedError('service.unknown', { detail: `the directory has no ${role ?? 'server'} ${id}` });
  return entry;
}

/** The first server of a role. @throws service.unknown */
export function directoryServer(directory: Directory, role: DirectoryRole): DirectoryEntry {
  const entry = directory.servers.find((server) => server.role === role);
  if (entry === undefined) throw new CodedError('service.unknown', { detail: `the directory has no ${role} server` });
  return entry;
}
