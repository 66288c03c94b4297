import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HttpTransport } from '../../src/protocol/transport.ts';
import { setAcmeRules, startChainServers, walkAsTerminal, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
  await setAcmeRules(servers);
});
afterAll(() => servers.close());

/** Changes the middle byte of the `at`-th answer. */
function changing(at: number): HttpTransport {
  let count = 0;
  return async (request) => {
    const response = await servers.contexts.maps.transport(request);
    if (count++ !== at) return response;
    const middle = response.body.byteLength >> 1;
    return { ...response, body: response.body.map((byte, index) => (index === middle ? byte ^ 1 : byte)) };
  };
}

test('G2: a changed handshake or a changed answer ends the walk', async () => {
  // The middle of a handshake's reply is the cookie, which comes back to the server: it no longer opens.
  expect(await codeOfRejection(walkAsTerminal(servers, { transport: changing(0) }))).toBe('channel.unknown');
  for (const answer of [1, 3]) {
    const code = await codeOfRejection(walkAsTerminal(servers, { transport: changing(answer) }));
    expect(code).toBe('channel.message-invalid');
  }
});
