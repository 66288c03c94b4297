import { afterAll, beforeAll, expect, it } from 'vitest';
import { Endpoints } from '../support/endpoints.ts';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it('A4: with both allocation servers dead, a terminal enters by the server that it has stored', async () => {
  const { first, second } = servers.contexts;
  const opened = await realTerminal(servers);
  await opened.terminal.service.admit(await opened.terminal.directory.configuredService());

  const dead = new Endpoints({ [first.baseUrl]: 'nobody', [second.baseUrl]: 'nobody' });
  const again = await opened.restart();
  again.line.through = dead.through;
  await again.terminal.service.admit(await again.terminal.directory.configuredService());
  expect(again.events.at(-1)).toMatchObject({ type: 'admitted' });

  // One that has nothing stored cannot get in meanwhile.
  const other = await realTerminal(servers);
  other.line.through = dead.through;
  const entering = other.terminal.service.admit(await other.terminal.directory.configuredService());
  await expect(entering).rejects.toMatchObject({ code: 'allocation.server-unreachable', info: { hop: 0 } });
});
