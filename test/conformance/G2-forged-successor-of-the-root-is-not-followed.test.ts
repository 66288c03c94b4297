import { afterAll, beforeAll, expect, it } from 'vitest';
import { payloadTypes } from '../../src/contract/documents.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { generateEd25519, type KeyPair } from '../../src/protocol/keys.ts';
import { signDocument } from '../../src/protocol/signed-document.ts';
import { codeOfRejection } from '../support/coded.ts';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import { succeedRoot } from '../support/succeeded-root.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it('G2: a root that the present one has not named is believed by nobody, whatever the service says', async () => {
  const { trust, root } = succeedRoot(servers.trust, servers.rootKey);
  const naming = (by: KeyPair, lowestVersion: number) =>
    signDocument(by, payloadTypes.rootSuccessor, { publicKey: toBase64url(root.publicKey), lowestVersion });
  const byItself = naming(root, 1);
  const byAnother = naming(generateEd25519(), 1);
  const [right] = trust.rootSuccessors ?? [];
  const changed = right && { ...right, payload: byItself.payload };
  // The last one is rightly signed; what the new root has signed is older than it may be.
  const tooOld = naming(servers.rootKey, trust.directory.version + 1);
  for (const rootSuccessors of [[], [byItself], [byAnother], [changed, byItself], [tooOld]]) {
    Object.assign(servers.contexts.maps, { trust: { ...trust, rootSuccessors } });
    await servers.restart();
    const { terminal } = await realTerminal(servers);
    const expected = rootSuccessors[0] === tooOld ? 'document.version-stale' : 'document.signature-invalid';
    expect(await codeOfRejection(terminal.directory.get())).toBe(expected);
  }
});
