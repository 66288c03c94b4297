import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyChain } from '../../src/allocation/chain.ts';
import { sealSecondPart } from '../../src/allocation/walk.ts';
import {
  acmeDevice,
  setAcmeRules,
  startChainServers,
  walkAsService,
  type ChainServers,
} from '../support/chain-servers.ts';
import { codeOf } from '../support/coded.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
  await setAcmeRules(servers);
});
afterAll(() => servers.close());

test('A2: a service server that asks with a second part of its own making is found out', async () => {
  const { chain } = await walkAsService(servers, { device: { ...acmeDevice, hardwareNumber: 'SN999999' } });
  const { makerId, ...second } = acmeDevice;
  const { bindingDigest } = sealSecondPart(second, servers.sealingKey.publicKey, chain.nonce, makerId);
  const expected = { nonce: chain.nonce, subject: acmeDevice, binding: bindingDigest };
  expect(codeOf(() => verifyChain(chain, servers.trust.anchor, expected, {}))).toBe('allocation.answer-stale');
});
