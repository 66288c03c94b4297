import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { protocolHeader } from '../../src/contract/protocol-version.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { toProblem } from '../../src/errors/problem.ts';
import { encodeJson } from '../../src/protocol/bytes.ts';
import type { HttpResponse } from '../../src/protocol/transport.ts';
import { codeOfRejection } from '../support/coded.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import { isExchange, terminalExchanges, type TerminalExchange } from '../support/terminal-exchanges.ts';

let servers: ServiceUnderTest;
let opened: RealTerminal;
let exchanges: readonly TerminalExchange[];
beforeAll(async () => {
  servers = await startService();
  const file = join(servers.folder, 'city.pmtiles');
  await writeArchive(file, { tiles: ['tile'] });
  await servers.publish({ file, regionId: 'city' });
  opened = await realTerminal(servers);
  const account = await newAccount(servers);
  await signUp(opened, account);
  exchanges = terminalExchanges(account);
});
afterAll(() => servers.close());

/** What a server of version 2 alone would say, by each of the ways in which it can. */
const ways: Readonly<Record<string, (response: HttpResponse) => HttpResponse>> = {
  'refuses this one': () => ({
    status: 400,
    headers: { 'content-type': 'application/problem+json' },
    body: encodeJson(toProblem(new CodedError('protocol.version-unsupported', { info: { supported: [2] } }))),
  }),
  'names another version on its answer': (response) => ({
    ...response,
    headers: { ...response.headers, [protocolHeader]: '2' },
  }),
};
const frameOfAnother = (response: HttpResponse): HttpResponse => ({
  ...response,
  body: response.body.map((byte, index) => (index === 0 ? 2 : byte)),
});

async function meet(exchange: TerminalExchange, change: (response: HttpResponse) => HttpResponse) {
  // So that sessions that nobody used are over.
  servers.clock.advance(61);
  const terminal = await opened.restart(exchange.route === undefined ? {} : { route: exchange.route });
  terminal.line.through = async (request, send) => {
    const response = await send(request);
    return isExchange(exchange, request) ? change(response) : response;
  };
  return codeOfRejection(exchange.work(terminal));
}

test.each(Object.keys(ways))('G1: the terminal parts in words from a server that %s', async (name) => {
  const change = ways[name] ?? ((response) => response);
  for (const exchange of exchanges)
    expect(await meet(exchange, change), exchange.path).toBe('protocol.version-unsupported');
  expect(await (await opened.restart()).terminal.currentSession()).toMatchObject({ state: 'go-on' });
});

test('G1: the terminal reads no frame of another version', async () => {
  for (const exchange of exchanges.filter(({ path }) => path.includes('/channels/session')))
    expect(await meet(exchange, frameOfAnother), exchange.path).toBe('protocol.version-unsupported');
});
