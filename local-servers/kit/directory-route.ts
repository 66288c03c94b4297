import { directoryPath } from '../../src/contract/directory.ts';
import { SignedDocument } from '../../src/contract/documents.ts';
import type { App } from './app.ts';
import type { RoleTrust } from './role-context.ts';

/** Every server hands out the root-signed directory; it proves itself, so it needs no protection on its way. */
export function addDirectoryRoute(app: App, trust: Pick<RoleTrust, 'directoryDocument'>): void {
  app.get(
    directoryPath,
    { schema: { summary: 'The directory, signed by the allocation root', response: { 200: SignedDocument } } },
    () => trust.directoryDocument,
  );
}
