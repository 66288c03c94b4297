import { afterAll, beforeAll, expect, it } from 'vitest';
import { acmeDevice, setRulesIn, targetOf } from '../support/chain-servers.ts';
import { Endpoints } from '../support/endpoints.ts';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it('A1: of several endpoints the first that proves itself is talked to, though others are dead or silent', async () => {
  const { contexts } = servers;
  const urls = ['http://stopped.invalid', 'http://silent.invalid', 'http://good.invalid'];
  const endpoints = urls.map((url, priority) => ({ url, priority, weight: 1 }));
  const match = { makerId: acmeDevice.makerId };
  await setRulesIn(contexts.first, { name: 'acme', match, targets: [targetOf(contexts.second, { endpoints })] });

  const { terminal, line, events } = await realTerminal(servers);
  const inFront = new Endpoints({
    'http://stopped.invalid': 'nobody',
    'http://silent.invalid': 'silence',
    'http://good.invalid': { leadsTo: contexts.second.baseUrl },
  });
  line.through = inFront.through;
  const { information } = await terminal.allocateAnew();
  expect(information.serverId).toBe('authentication');
  expect(inFront.cancelled.map(({ url }) => new URL(url).origin)).toEqual(['http://silent.invalid']);
  expect(events.filter(({ type }) => type === 'endpoint-failed')).toEqual([
    expect.objectContaining({ serverId: 'second', url: 'http://stopped.invalid', code: 'network.unreachable' }),
  ]);
  // Only one endpoint of a server has heard the question.
  expect(line.paths('/v1/channels/allocation/messages')).toHaveLength(2);
});
