import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChainServers, targetOf, walkAsTerminal, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers({ firstAsks: ['first', 'second'] });
});
afterAll(() => servers.close());

test('G2: a second allocation server that answers for more models than it is there for is refused', async () => {
  const { authentication, second } = servers.contexts;
  const match = { makerId: 'acme', modelId: 'N-100' };
  await servers.setRules('first', { name: 'n-100', match, targets: [targetOf(second)] });
  await servers.setRules('second', { name: 'any', match: { makerId: 'acme' }, targets: [targetOf(authentication)] });
  expect(await codeOfRejection(walkAsTerminal(servers))).toBe('allocation.scope-violated');
});
