import { afterAll, beforeAll, expect, it } from 'vitest';
import { endpointsOf } from '../../src/allocation/endpoint-race.ts';
import { describeFailedHop } from '../../src/cli/words.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { acmeDevice, setRulesIn, targetOf } from '../support/chain-servers.ts';
import { Endpoints } from '../support/endpoints.ts';
import { findFreePort } from '../support/listen.ts';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it.each(['terminal-walked', 'service-walked'] as const)(
  'A1: with the second server gone, the answer names it and what each endpoint came to (%s)',
  async (route) => {
    const { contexts } = servers;
    const urls = [`http://127.0.0.1:${await findFreePort()}`, `http://127.0.0.1:${await findFreePort()}`];
    const endpoints = urls.map((url) => ({ url, priority: 0, weight: 1 }));
    const match = { makerId: acmeDevice.makerId };
    await setRulesIn(contexts.first, { name: 'acme', match, targets: [targetOf(contexts.second, { endpoints })] });
    const { terminal } = await realTerminal(servers, { route });
    const error: unknown = await terminal.allocateAnew().catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'allocation.server-unreachable',
      info: { hop: 1, role: 'second-allocation', serverId: 'second', code: 'network.unreachable' },
    });
    const named = error instanceof CodedError ? endpointsOf(error) : [];
    expect(named.map(({ url }) => url).toSorted()).toEqual(urls.toSorted());
    expect(new Set(named.map(({ code }) => code))).toEqual(new Set(['network.unreachable']));
  },
);

it('A1: an authentication server that is gone is named as the last hop', async () => {
  const { contexts } = servers;
  const url = `http://127.0.0.1:${await findFreePort()}`;
  const match = { makerId: acmeDevice.makerId };
  await setRulesIn(contexts.first, { name: 'acme', match, targets: [targetOf(contexts.second)] });
  const target = targetOf(contexts.authentication, { endpoints: [{ url, priority: 0, weight: 1 }] });
  await setRulesIn(contexts.second, { name: 'acme', match, targets: [target] });
  const { terminal } = await realTerminal(servers);
  const service = await terminal.directory.configuredService();
  const named = {
    code: 'network.unreachable',
    info: { hop: 2, role: 'authentication', serverId: 'authentication', endpoints: [{ url }] },
  };
  await expect(terminal.service.admit(service)).rejects.toMatchObject(named);
  // The walk itself does not lead there, unless it is to knock.
  expect((await terminal.allocateAnew()).information.serverId).toBe('authentication');
  const failure: unknown = await terminal.allocateAnew({ knock: true }).catch((error: unknown) => error);
  expect(failure).toMatchObject(named);
  expect(describeFailedHop(failure, contexts.maps.baseUrl)).toEqual([
    'hop 3, authentication server authentication, failed:',
    `  ${url}: The server could not be reached. [network.unreachable]`,
  ]);
});

it('A1: knocking at the authentication server finds out whether it knows this device, and changes nothing', async () => {
  const { contexts } = servers;
  const match = { makerId: acmeDevice.makerId };
  await setRulesIn(contexts.first, { name: 'acme', match, targets: [targetOf(contexts.second)] });
  await setRulesIn(contexts.second, { name: 'acme', match, targets: [targetOf(contexts.authentication)] });
  const { terminal, line } = await realTerminal(servers);
  await terminal.allocateAnew({ knock: true });
  expect(line.paths('/v1/channels/device-authentication/')).toEqual(['/v1/channels/device-authentication/handshake']);
  expect(terminal.context.state.current.continuity).toEqual({});
  const secret = await terminal.context.ports.vault.get('device-secret');
  await terminal.context.ports.vault.set('device-secret', toBase64url(randomBytes(32)));
  await expect(terminal.allocateAnew({ knock: true })).rejects.toMatchObject({ code: 'channel.handshake-failed' });
  // One that was given and never used comes first, and its predecessor after it.
  await terminal.context.ports.vault.set('next-device-secret', secret ?? '');
  await terminal.allocateAnew({ knock: true });
  await terminal.context.ports.vault.set('next-device-secret', toBase64url(randomBytes(32)));
  await terminal.context.ports.vault.set('device-secret', secret ?? '');
  await terminal.allocateAnew({ knock: true });
});

it('A1: a service server that is gone is named as what comes before the first hop', async () => {
  const { terminal, line } = await realTerminal(servers);
  const { baseUrl } = servers.contexts.maps;
  line.through = new Endpoints({ [baseUrl]: 'nobody' }).through;
  const failure: unknown = await terminal.allocateAnew().catch((error: unknown) => error);
  expect(describeFailedHop(failure, baseUrl)).toEqual([
    'before the first hop, service server, failed:',
    `  ${baseUrl}: The server could not be reached. [network.unreachable]`,
  ]);
});
