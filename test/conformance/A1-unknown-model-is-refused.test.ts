import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  acmeDevice,
  setAcmeRules,
  startChainServers,
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

test('A1: a model that no rule names is refused by the second allocation server', async () => {
  const device = { ...acmeDevice, modelId: 'X-1' };
  expect(await codeOfRejection(walkAsTerminal(servers, { device }))).toBe('allocation.model-unknown');
});
