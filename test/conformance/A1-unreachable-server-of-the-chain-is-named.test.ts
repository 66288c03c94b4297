import { afterAll, beforeAll, expect, it } from 'vitest';
import { endpointsOf } from '../../src/allocation/endpoint-race.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { acmeDevice, setRulesIn, targetOf } from '../support/chain-servers.ts';
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
  await expect(terminal.service.admit(service)).rejects.toMatchObject({
    code: 'network.unreachable',
    info: { hop: 2, role: 'authentication', serverId: 'authentication', endpoints: [{ url }] },
  });
});
