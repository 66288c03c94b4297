import { afterAll, beforeAll, expect, it } from 'vitest';
import { acmeDevice, setRulesIn, targetOf } from '../support/chain-servers.ts';
import { Endpoints } from '../support/endpoints.ts';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

const urls = ['http://one.invalid', 'http://two.invalid', 'http://three.invalid'];
let inFront: Endpoints;
let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService({
    // The service checks the certificate at the same endpoints.
    transport: async (request) => {
      const { httpTransport } = await import('../../src/host/http-transport.ts');
      return inFront.through(request, httpTransport);
    },
  });
  const { baseUrl } = servers.contexts.authentication;
  inFront = new Endpoints(Object.fromEntries(urls.map((url) => [url, { leadsTo: baseUrl }])));
});
afterAll(() => servers.close());

it('B3: endpoints of a server are greeted at once, but only one is asked for a certificate', async () => {
  const { contexts } = servers;
  const endpoints = urls.map((url) => ({ url, priority: 0, weight: 1 }));
  const match = { makerId: acmeDevice.makerId };
  await setRulesIn(contexts.second, {
    name: 'acme',
    match,
    targets: [targetOf(contexts.authentication, { endpoints })],
  });
  const { terminal, line, events } = await realTerminal(servers);
  line.through = inFront.through;
  await terminal.service.admit(await terminal.directory.configuredService());
  expect(events.at(-1)).toMatchObject({ type: 'admitted' });
  // The test's time passes at once, so all of them were greeted before the first had answered.
  expect(line.paths('/v1/channels/device-authentication/handshake')).toHaveLength(urls.length);
  expect(line.paths('/v1/channels/device-authentication/messages')).toHaveLength(1);
});
