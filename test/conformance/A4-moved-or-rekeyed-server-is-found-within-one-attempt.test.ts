import { afterAll, beforeEach, expect, it } from 'vitest';
import { httpTransport } from '../../src/host/http-transport.ts';
import { generateEd25519, generateX25519 } from '../../src/protocol/keys.ts';
import { acmeDevice, setRulesIn, targetOf } from '../support/chain-servers.ts';
import { Endpoints } from '../support/endpoints.ts';
import { realTerminal, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let inFront = new Endpoints({});
let servers: ServiceUnderTest | undefined;
beforeEach(async () => {
  await servers?.close();
  inFront = new Endpoints({});
  servers = await startService({ transport: (request) => inFront.through(request, httpTransport) });
});
afterAll(() => servers?.close());

/** Enters once, with what is stored; the server is not what it was. */
async function enterOnce(opened: RealTerminal): Promise<RealTerminal> {
  const again = await opened.restart();
  again.line.through = (request, send) => inFront.through(request, send);
  await again.terminal.service.admit(await again.terminal.directory.configuredService());
  expect(again.events.filter(({ type }) => type === 'stored-server-failed')).toHaveLength(1);
  expect(again.events.at(-1)).toMatchObject({ type: 'admitted' });
  return again;
}

const match = { makerId: acmeDevice.makerId };

async function entered(running: ServiceUnderTest): Promise<RealTerminal> {
  const opened = await realTerminal(running);
  await opened.terminal.service.admit(await opened.terminal.directory.configuredService());
  return opened;
}

it('A4: a server that moved is found again within one attempt', async () => {
  if (servers === undefined) return;
  const { second, authentication } = servers.contexts;
  const opened = await entered(servers);
  const { baseUrl } = authentication;
  inFront = new Endpoints({ 'http://moved.invalid': { leadsTo: baseUrl }, [baseUrl]: 'nobody' });
  const endpoints = [{ url: 'http://moved.invalid', priority: 0, weight: 1 }];
  await setRulesIn(second, { name: 'acme', match, targets: [targetOf(authentication, { endpoints })] });
  const again = await enterOnce(opened);
  // And from then on it is stored where it is now.
  const last = await again.restart();
  last.line.through = (request, send) => inFront.through(request, send);
  await last.terminal.service.admit(await last.terminal.directory.configuredService());
  expect(last.events).toContainEqual(expect.objectContaining({ type: 'authentication-server', from: 'stored' }));
});

it('A4: a server with other keys is found again within one attempt', async () => {
  if (servers === undefined) return;
  const { second, authentication } = servers.contexts;
  const opened = await entered(servers);
  Object.assign(authentication, { staticKey: generateX25519(), signingKey: generateEd25519() });
  await servers.restart('authentication');
  await setRulesIn(second, { name: 'acme', match, targets: [targetOf(authentication)] });
  const { events } = await enterOnce(opened);
  expect(events.filter(({ type }) => type === 'hop')).toHaveLength(2);
});
