import { afterAll, beforeAll, expect, test } from 'vitest';
import { handshakePath, messagePath } from '../../src/contract/channel.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { decodeMessageReply } from '../../src/protocol/channel/frames.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { openChannelByHand } from '../support/open-channel-by-hand.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('G1: no part of a frame counts as one, whatever its length, and none uses a counter up', async () => {
  const { baseUrl, serverId, staticKey } = await servers.listening('accounts');
  const exchange = channelExchange(httpTransport, baseUrl);
  let handshake = new Uint8Array(0);
  const channel = await openChannelByHand('sign-up', {
    serverId,
    remoteStatic: staticKey.publicKey,
    exchange: (path, body) => {
      handshake = Uint8Array.from(body);
      return exchange(path, body);
    },
  });
  for (let length = 0; length < handshake.byteLength; length += length < 3 ? 1 : 7) {
    const code = await codeOfRejection(exchange(handshakePath('sign-up'), handshake.subarray(0, length)));
    expect(code, `${length} bytes`).toBe(length < 2 ? 'channel.message-invalid' : 'channel.handshake-failed');
  }
  const message = channel.frame(0, { step: 'confirm', proof: 'A'.repeat(43) });
  const cookieEnd = 3 + Buffer.from(message).readUInt16BE(1);
  // Around every border of a field, and in the middle of each.
  for (const length of [0, 1, 2, 3, 4, 100, ...[-1, 0, 1, 2, 3, 4, 5, 20, 100].map((more) => cookieEnd + more)]) {
    const code = await codeOfRejection(exchange(messagePath('sign-up'), message.subarray(0, length)));
    expect(code, `${length} bytes`).toBe('channel.message-invalid');
  }
  const reply = decodeMessageReply(await exchange(messagePath('sign-up'), message));
  expect(channel.openReply(0, reply.ciphertext)).toMatchObject({ problem: { code: 'channel.step-unexpected' } });
});
