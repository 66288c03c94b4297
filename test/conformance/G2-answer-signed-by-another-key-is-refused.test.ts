import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAllocation } from '../../local-servers/allocation/app.ts';
import { generateEd25519 } from '../../src/protocol/keys.ts';
import { createInstallation } from '../support/role-context.ts';
import { setRulesIn, targetOf, walkAsTerminal } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';

const roles = {
  first: { role: 'first-allocation', settings: { stage: 'first' } },
  second: { role: 'second-allocation', settings: { stage: 'second' } },
  maps: { role: 'service', settings: {} },
} as const;
let installation: Awaited<ReturnType<typeof createInstallation<typeof roles>>>;
beforeAll(async () => {
  installation = await createInstallation(roles);
});
afterAll(() => installation.close());

test('G2: whoever holds a server and its channel key, but not its signing key, names no further server', async () => {
  const { first, second } = installation.contexts;
  await installation.start('first', await buildAllocation({ ...first, signingKey: generateEd25519() }));
  await setRulesIn(first, { name: 'all', match: {}, targets: [targetOf(second)] });
  expect(await codeOfRejection(walkAsTerminal(installation))).toBe('document.signature-invalid');
});
