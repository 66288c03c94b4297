import { afterAll, beforeAll, expect, test } from 'vitest';
import { setAcmeRules, startChainServers, walkAsTerminal, type ChainServers } from '../support/chain-servers.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
  await setAcmeRules(servers);
});
afterAll(() => servers.close());

test('A1: first and second allocation server lead a terminal to its authentication server', async () => {
  const asked: string[] = [];
  const { links, authentication, chain } = await walkAsTerminal(servers, {
    onHop: ({ serverId }) => asked.push(serverId),
  });
  expect(asked).toEqual(['first', 'second']);
  expect(links.map(({ information }) => information.role)).toEqual([
    'first-allocation',
    'second-allocation',
    'authentication',
  ]);
  expect(authentication.information.serverId).toBe('authentication');
  expect(authentication.information.endpoints[0]?.url).toBe(servers.contexts.authentication.baseUrl);
  expect(authentication.information.scope).toEqual({ makerId: 'acme', modelPrefix: 'N-' });
  expect(chain.answers).toHaveLength(2);
});
