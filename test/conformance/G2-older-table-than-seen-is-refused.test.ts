import { cp } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAllocation } from '../../local-servers/allocation/app.ts';
import { createInstallation } from '../support/role-context.ts';
import { setRulesIn, targetOf, walkAsTerminal } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';

const roles = {
  first: { role: 'first-allocation', settings: { stage: 'first' } },
  authentication: { role: 'authentication', settings: {} },
  maps: { role: 'service', settings: {} },
} as const;
let installation: Awaited<ReturnType<typeof createInstallation<typeof roles>>>;
beforeAll(async () => {
  installation = await createInstallation(roles);
});
afterAll(() => installation.close());

test('G2: an allocation server that was set back to an old table is refused by who saw the newer one', async () => {
  const { first, authentication } = installation.contexts;
  const rule = { name: 'all', match: {}, targets: [targetOf(authentication)] };
  await setRulesIn(first, rule);
  const backup = `${first.folder}-backup`;
  await cp(first.folder, backup, { recursive: true });
  await setRulesIn(first, rule);

  const current = await buildAllocation(first);
  await current.app.listen({ host: '127.0.0.1', port: Number(new URL(first.baseUrl).port) });
  const { seen, authentication: last } = await walkAsTerminal(installation);
  await current.close();

  await installation.start('first', await buildAllocation({ ...first, folder: backup }));
  // A connection that was kept open to the server that is gone fails once.
  const beforeResend = () => Promise.resolve();
  const again = await walkAsTerminal(installation, { beforeResend });
  expect(again.authentication.information.version).toBeLessThan(last.information.version);
  expect(await codeOfRejection(walkAsTerminal(installation, { seen }))).toBe('document.version-stale');
});
