import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  setAcmeRules,
  startChainServers,
  targetOf,
  walkAsTerminal,
  type ChainServers,
} from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
  await setAcmeRules(servers);
});
afterAll(() => servers.close());

test('G2: a second allocation server that answers for another maker than it is there for is refused', async () => {
  const { authentication } = servers.contexts;
  await servers.removeRule('second', 'acme-n');
  await servers.setRules('second', { name: 'rival', match: { makerId: 'rival' }, targets: [targetOf(authentication)] });
  expect(await codeOfRejection(walkAsTerminal(servers))).toBe('allocation.scope-violated');
});
