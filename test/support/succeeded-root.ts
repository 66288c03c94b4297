import type { RoleTrust } from '../../local-servers/kit/role-context.ts';
import { ConnectionInformation } from '../../src/contract/allocation.ts';
import { payloadTypes } from '../../src/contract/documents.ts';
import type { RootSuccessor } from '../../src/contract/root-succession.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { generateEd25519, type KeyPair } from '../../src/protocol/keys.ts';
import { openDocument, signDocument } from '../../src/protocol/signed-document.ts';

/** What servers hold after their root was succeeded, with the new root's key. */
export function succeedRoot(trust: RoleTrust, root: KeyPair): { readonly trust: RoleTrust; readonly root: KeyPair } {
  const next = generateEd25519();
  const version = trust.directory.version + 1;
  const directory = { ...trust.directory, version };
  const type = payloadTypes.connectionInformation;
  const first = openDocument(trust.firstAllocation, root.publicKey, type, ConnectionInformation);
  const successor: RootSuccessor = { publicKey: toBase64url(next.publicKey), lowestVersion: version };
  return {
    root: next,
    trust: {
      anchor: { rootKey: next.publicKey, lowestVersion: version },
      directory,
      directoryDocument: signDocument(next, payloadTypes.directory, directory),
      firstAllocation: signDocument(next, type, { ...first, version }),
      rootSuccessors: [...(trust.rootSuccessors ?? []), signDocument(root, payloadTypes.rootSuccessor, successor)],
    },
  };
}
