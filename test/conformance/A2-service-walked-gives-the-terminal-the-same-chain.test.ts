import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyChain, type Link } from '../../src/allocation/chain.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import type { HttpTransport } from '../../src/protocol/transport.ts';
import {
  acmeDevice,
  setAcmeRules,
  startChainServers,
  walkAsService,
  walkAsTerminal,
  type ChainServers,
} from '../support/chain-servers.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
  await setAcmeRules(servers);
});
afterAll(() => servers.close());

const information = (links: readonly Link[]) => links.map((link) => link.information);

test('A2: the service server walks without reading the second part, and the terminal checks every link', async () => {
  const sent: string[] = [];
  const transport: HttpTransport = (request) => {
    sent.push(toBase64url(request.body ?? new Uint8Array(0)));
    return servers.contexts.maps.transport(request);
  };
  const { chain, binding } = await walkAsService(servers, { transport });
  const expected = { nonce: chain.nonce, subject: acmeDevice, binding };
  const { links } = verifyChain(chain, servers.trust.anchor, expected, {});
  expect(information(links)).toEqual(information((await walkAsTerminal(servers)).links));
  // The hardware number went out sealed for the allocation servers, inside channels to them.
  const bodies = sent.map((body) => Buffer.from(body, 'base64url'));
  expect(bodies.some((body) => body.includes(acmeDevice.hardwareNumber))).toBe(false);
});
