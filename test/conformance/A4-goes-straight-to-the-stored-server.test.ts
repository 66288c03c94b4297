import { afterAll, beforeAll, expect, it } from 'vitest';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it('A4: with a stored authentication server, no allocation server is asked, after a restart either', async () => {
  const first = await realTerminal(servers);
  const service = await first.terminal.directory.configuredService();
  await first.terminal.service.admit(service);
  expect(first.events.filter(({ type }) => type === 'hop')).toHaveLength(2);

  const again = await first.restart();
  await again.terminal.service.admit(service);
  expect(again.events.filter(({ type }) => type === 'hop')).toHaveLength(0);
  expect(again.events).toContainEqual(expect.objectContaining({ type: 'authentication-server', from: 'stored' }));
  expect(again.line.paths('/v1/channels/allocation')).toEqual([]);
});
