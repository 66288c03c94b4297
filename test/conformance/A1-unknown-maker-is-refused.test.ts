import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAuthenticatedRefusal } from '../../src/protocol/channel/client-channel.ts';
import {
  acmeDevice,
  setAcmeRules,
  startChainServers,
  walkAsTerminal,
  type ChainServers,
} from '../support/chain-servers.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
  await setAcmeRules(servers);
});
afterAll(() => servers.close());

test('A1: a maker that no rule names is refused inside the channel, so that the terminal may believe it', async () => {
  const device = { ...acmeDevice, makerId: 'nobody' };
  const error: unknown = await walkAsTerminal(servers, { device }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'allocation.maker-unknown' });
  expect(isAuthenticatedRefusal(error)).toBe(true);
});
