import { directoryPath } from '../../src/contract/directory.ts';
import { SignedDocument } from '../../src/contract/documents.ts';
import { RootSuccessors, rootSuccessorsPath } from '../../src/contract/root-succession.ts';
import type { App } from './app.ts';
import type { RoleTrust } from './role-context.ts';

/** Every server hands out what the root signed: it proves itself, so it needs no protection on its way. */
export function addDirectoryRoute(app: App, trust: Pick<RoleTrust, 'directoryDocument' | 'rootSuccessors'>): void {
  app.get(
    directoryPath,
    { schema: { summary: 'The directory, signed by the allocation root', response: { 200: SignedDocument } } },
    () => trust.directoryDocument,
  );
  app.get(
    rootSuccessorsPath,
    { schema: { summary: 'The changes of the allocation root', response: { 200: RootSuccessors } } },
    (): RootSuccessors => ({ successors: [...(trust.rootSuccessors ?? [])] }),
  );
}
