import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ErrorCode } from '../../src/errors/codes.ts';
import { codeOfRejection } from '../support/coded.ts';
import { startLyingServer, type Lie, type LyingServer } from '../support/lying-server.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import { isExchange, terminalExchanges, type TerminalExchange } from '../support/terminal-exchanges.ts';

let servers: ServiceUnderTest;
let liar: LyingServer;
let opened: RealTerminal;
let exchanges: readonly TerminalExchange[];
beforeAll(async () => {
  servers = await startService();
  liar = await startLyingServer();
  const file = join(servers.folder, 'city.pmtiles');
  await writeArchive(file, { tiles: ['tile'] });
  await servers.publish({ file, regionId: 'city' });
  opened = await realTerminal(servers);
  const account = await newAccount(servers);
  await signUp(opened, account);
  exchanges = terminalExchanges(account);
});
afterAll(async () => {
  await liar.close();
  await servers.close();
});

/** Seconds that an answer gets here, instead of up to 30. */
const patience = 0.02;
/** What one attempt takes at most, with what is on its way in buffers of the system. */
const bytesPerAttempt = 16 << 20;

async function meet(lie: Lie, exchange: TerminalExchange): Promise<ErrorCode | undefined> {
  liar.lie = lie;
  // So that sessions that nobody used are over.
  servers.clock.advance(61);
  const terminal = await opened.restart(exchange.route === undefined ? {} : { route: exchange.route });
  let attempts = 0;
  terminal.line.through = (request, send) => {
    if (!isExchange(exchange, request)) return send(request);
    attempts += 1;
    const timeout = lie === 'trickling' || lie === 'silent' ? patience : request.timeout;
    return send({ ...request, timeout, url: liar.url });
  };
  const before = liar.taken();
  const code = await codeOfRejection(exchange.work(terminal));
  expect(attempts).toBeGreaterThan(0);
  expect(attempts).toBeLessThanOrEqual(32);
  expect(liar.taken() - before).toBeLessThan(attempts * bytesPerAttempt);
  return code;
}

test('G1: the terminal takes no answer without an end, whatever it asked for', async () => {
  for (const exchange of exchanges) {
    const isAllocation = exchange.path.startsWith('/v1/channels/allocation');
    const expected = isAllocation ? 'allocation.server-unreachable' : 'network.answer-invalid';
    expect(await meet('endless', exchange), exchange.path).toBe(expected);
  }
  // The connections were cut, not only left alone.
  await liar.left();
  await expectNothingLost();
});

const channel = '/v1/channels/session/messages';

// What might pass is asked for again up to 8 times, in a channel 32 times; so one of each kind will do.
test.each<{ lie: Lie; code: ErrorCode; paths: string[] }>([
  { lie: 'oversized', code: 'network.answer-invalid', paths: ['/v1/directory', channel, '/v1/chunks/'] },
  { lie: 'endless-headers', code: 'network.unreachable', paths: ['/v1/directory'] },
  { lie: 'truncated', code: 'network.unreachable', paths: ['/v1/directory', '/v1/admissions', channel, '/v1/chunks/'] },
  { lie: 'trickling', code: 'network.timeout', paths: ['/v1/directory', '/v1/chunks/'] },
  { lie: 'silent', code: 'network.timeout', paths: ['/v1/directory', '/v1/channels/allocation/handshake'] },
])('G1: the terminal waits for no $lie answer for ever', async ({ lie, code, paths }) => {
  for (const exchange of exchanges.filter(({ path }) => paths.includes(path))) {
    const isAllocation = exchange.path.startsWith('/v1/channels/allocation');
    expect(await meet(lie, exchange), exchange.path).toBe(isAllocation ? 'allocation.server-unreachable' : code);
  }
  await expectNothingLost();
});

async function expectNothingLost(): Promise<void> {
  expect(await (await opened.restart()).terminal.currentSession()).toMatchObject({ state: 'go-on' });
}
