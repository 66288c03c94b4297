import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyChain } from '../../src/allocation/chain.ts';
import {
  acmeDevice,
  startChainServers,
  targetOf,
  walkAsService,
  walkAsTerminal,
  type ChainServers,
} from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';

let servers: ChainServers;
beforeAll(async () => {
  // The root says that the first allocation server asks for both parts.
  servers = await startChainServers({ firstAsks: ['first', 'second'] });
  const { authentication } = servers.contexts;
  const match = { makerId: 'acme', modelId: 'N-100' };
  await servers.setRules('first', { name: 'acme-n-100', match, targets: [targetOf(authentication)] });
});
afterAll(() => servers.close());

test('A3: the first allocation server names the authentication server itself, whoever walks', async () => {
  const walked = await walkAsTerminal(servers);
  expect(walked.links.map(({ information }) => information.role)).toEqual(['first-allocation', 'authentication']);
  const { chain, binding } = await walkAsService(servers);
  const expected = { nonce: chain.nonce, subject: acmeDevice, binding };
  const { authentication } = verifyChain(chain, servers.trust.anchor, expected, {});
  expect(authentication.information).toEqual(walked.authentication.information);
});

test('A3: a single stage tells unknown makers from unknown models', async () => {
  const device = (change: object) => ({ device: { ...acmeDevice, ...change } });
  expect(await codeOfRejection(walkAsTerminal(servers, device({ makerId: 'x' })))).toBe('allocation.maker-unknown');
  expect(await codeOfRejection(walkAsService(servers, device({ modelId: 'x' })))).toBe('allocation.model-unknown');
});
