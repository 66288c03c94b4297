import { afterAll, beforeAll, expect, it } from 'vitest';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it('A2: the service server walks, the terminal checks every link, authenticates and is admitted', async () => {
  const { restart } = await realTerminal(servers);
  const { terminal, events, line } = await restart({ route: 'service-walked' });
  await terminal.service.admit(await terminal.directory.configuredService());
  expect(events).toContainEqual(expect.objectContaining({ type: 'authentication-server', from: 'service-walked' }));
  expect(line.paths('/v1/channels/allocation')).toEqual([]);
  expect(line.paths('/v1/allocations')).toHaveLength(1);
});
