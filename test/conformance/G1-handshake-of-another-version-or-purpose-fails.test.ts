import { afterAll, beforeAll, expect, test } from 'vitest';
import { handshakePath, messagePath, type ChannelPurpose } from '../../src/contract/channel.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { prologue } from '../../src/protocol/channel/channel-keys.ts';
import { utf8 } from '../../src/protocol/bytes.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { conversations } from '../support/conversations.ts';
import { openChannelByHand } from '../support/open-channel-by-hand.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

async function prepared(purpose: ChannelPurpose) {
  const { server, prepare } = conversations[purpose];
  const { baseUrl, serverId, staticKey } = await servers.listening(server);
  const { options } = await prepare(servers);
  const exchange = channelExchange(httpTransport, baseUrl);
  return { ...options, serverId, remoteStatic: staticKey.publicKey, exchange };
}

test('G1: a handshake whose prologue names another version, purpose or server fails', async () => {
  for (const purpose of ['allocation', 'device-authentication', 'sign-up', 'session'] as const) {
    const server = await prepared(purpose);
    const others = {
      version: utf8(`naviterm/2\0${purpose}\0${server.serverId}\0`),
      purpose: prologue(purpose === 'session' ? 'sign-up' : 'session', server.serverId),
      server: prologue(purpose, `${server.serverId}-2`),
    };
    for (const [name, other] of Object.entries(others)) {
      const code = await codeOfRejection(openChannelByHand(purpose, { ...server, prologue: other }));
      expect(code, `${purpose}: another ${name}`).toBe('channel.handshake-failed');
    }
    expect(await codeOfRejection(openChannelByHand(purpose, server))).toBeUndefined();
  }
});

test('G1: what was agreed for one purpose is void at the address of another', async () => {
  const server = await prepared('sign-up');
  const misplaced = openChannelByHand('sign-up', { ...server, path: handshakePath('session') });
  expect(await codeOfRejection(misplaced)).toBe('channel.handshake-failed');

  // The cookie and, later, the channel id of a sign-up, shown where sessions are opened.
  const channel = await openChannelByHand('sign-up', server);
  const opening = channel.frame(0, { step: 'open', audiences: ['maps'] });
  expect(await codeOfRejection(server.exchange(messagePath('session'), opening))).toBe('channel.unknown');
  await server.exchange(messagePath('sign-up'), channel.frame(0, { step: 'confirm', proof: 'A'.repeat(43) }));
  const later = channel.frame(1, { step: 'open', audiences: ['maps'] });
  expect(await codeOfRejection(server.exchange(messagePath('session'), later))).toBe('channel.unknown');

  // A cookie of another server.
  const { exchange: elsewhere } = await prepared('allocation');
  expect(await codeOfRejection(elsewhere(messagePath('allocation'), opening))).toBe('channel.unknown');
});

test('G1: a channel id that nobody has, and a cookie that is too old or changed, open nothing', async () => {
  const server = await prepared('sign-up');
  const channel = await openChannelByHand('sign-up', server);
  const first = channel.frame(0, { step: 'confirm', proof: 'A'.repeat(43) });
  const changed = first.map((byte, index) => (index === 100 ? byte ^ 1 : byte));
  const send = (frame: Uint8Array) => codeOfRejection(server.exchange(messagePath('sign-up'), frame));
  expect(await send(changed)).toBe('channel.unknown');
  expect(await send(channel.frame(1, {}))).toBe('channel.unknown');
  servers.clock.advance(61);
  expect(await send(first)).toBe('channel.unknown');
});
