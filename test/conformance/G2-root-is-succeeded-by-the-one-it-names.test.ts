import { afterAll, beforeAll, expect, it } from 'vitest';
import { rootSuccessorsPath } from '../../src/contract/root-succession.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import type { KeyPair } from '../../src/protocol/keys.ts';
import { codeOfRejection } from '../support/coded.ts';
import { realTerminal, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import { succeedRoot } from '../support/succeeded-root.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

const enter = async ({ terminal }: RealTerminal) =>
  terminal.service.admit(await terminal.directory.configuredService());

it('G2: terminals follow the signed successor of their root, once, and never back', async () => {
  const before = servers.trust;
  const old = await realTerminal(servers);
  await enter(old);

  // Twice, so that one document of the way is signed by a root that nobody has pinned.
  const once = succeedRoot(before, servers.rootKey);
  const { trust, root } = succeedRoot(once.trust, once.root);
  Object.assign(servers.contexts.maps, { trust });
  await servers.restart();

  // One that runs all the time notices when it is admitted the next time, and keeps its stored server.
  servers.clock.advance(86_400);
  old.events.length = 0;
  await enter(old);
  expect(old.events).toContainEqual({ type: 'root-succeeded', steps: 2 });
  expect(old.events).toContainEqual(expect.objectContaining({ type: 'authentication-server', from: 'stored' }));
  expect(old.events.filter(({ type }) => type === 'hop')).toEqual([]);

  const again = await old.restart();
  await enter(again);
  expect(again.line.paths(rootSuccessorsPath)).toEqual([]);
  expect(again.events.at(-1)).toMatchObject({ type: 'admitted' });

  // New terminals, with either root pinned; by either route.
  for (const route of ['terminal-walked', 'service-walked'] as const) {
    await enter(await realTerminal(servers, { route }));
    await enter(await realTerminal(servers, { route, root: pinnedOf(root) }));
  }

  // What the old roots have signed is over for whoever has followed, however right it is; others still take it.
  for (const earlier of [before, once.trust]) {
    Object.assign(servers.contexts.maps, { trust: earlier });
    await servers.restart();
    expect(await codeOfRejection(enter(await again.restart()))).toBe('document.signature-invalid');
  }
  await enter(await realTerminal(servers));
});

const pinnedOf = ({ publicKey }: KeyPair) => ({ publicKey: toBase64url(publicKey), lowestVersion: 1 });
