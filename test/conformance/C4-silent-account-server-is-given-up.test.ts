import { afterAll, beforeAll, expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { codeOfRejection } from '../support/coded.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

/** From now on the account server takes what is sent and says nothing, for as long as somebody waits. */
function silence({ line }: RealTerminal): void {
  line.through = async (request, send) => {
    if (!request.url.startsWith(servers.contexts.accounts.baseUrl)) return send(request);
    servers.clock.advance(request.timeout ?? 15);
    throw new CodedError('network.timeout');
  };
}

it('C4: a silent account server is given up within about a minute, in words; once it speaks, the terminal is served', async () => {
  const opened = await realTerminal(servers);
  await signUp(opened, await newAccount(servers));
  const again = await opened.restart();
  await again.terminal.service.admit(await again.terminal.directory.configuredService());
  silence(again);
  const begun = servers.clock.now();
  expect(await codeOfRejection(again.terminal.currentSession())).toBe('network.timeout');
  expect(servers.clock.now() - begun).toBeLessThan(70);
  // A screen hears of it long before.
  expect(again.events.filter(({ type }) => type === 'waiting').length).toBeGreaterThanOrEqual(2);
  again.line.through = (request, send) => send(request);
  expect(await again.terminal.currentSession()).toMatchObject({ state: 'go-on' });
});

it('C4: one that is started again within half a minute is waited for', async () => {
  const opened = await realTerminal(servers);
  const account = await newAccount(servers);
  await signUp(opened, account);
  const again = await opened.restart();
  await again.terminal.service.admit(await again.terminal.directory.configuredService());
  const back = servers.clock.now() + 20;
  again.line.through = async (request, send) => {
    const isUp = !request.url.startsWith(servers.contexts.accounts.baseUrl) || servers.clock.now() >= back;
    if (isUp) return send(request);
    throw new CodedError('network.unreachable');
  };
  expect(await again.terminal.currentSession()).toMatchObject({ state: 'go-on' });
});
