import { afterAll, beforeAll, expect, it } from 'vitest';
import { acmeDevice, setRulesIn, targetOf } from '../support/chain-servers.ts';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it('A4: the service has seen a newer allocation table, so the stored chain is refused and replaced at once', async () => {
  const first = await realTerminal(servers);
  const service = await first.terminal.directory.configuredService();
  await first.terminal.service.admit(service);

  const { contexts } = servers;
  const match = { makerId: acmeDevice.makerId };
  await setRulesIn(contexts.second, { name: 'acme', match, targets: [targetOf(contexts.authentication)] });
  await (await realTerminal(servers)).terminal.service.admit(service);

  const again = await first.restart();
  await again.terminal.service.admit(service);
  expect(again.events).toContainEqual(
    expect.objectContaining({ type: 'stored-server-failed', code: 'document.version-stale' }),
  );
  expect(again.events.at(-1)).toMatchObject({ type: 'admitted' });

  const once = await again.restart();
  await once.terminal.service.admit(service);
  expect(once.events.filter(({ type }) => type === 'hop')).toEqual([]);
});
