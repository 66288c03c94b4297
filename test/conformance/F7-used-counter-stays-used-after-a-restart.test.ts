import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpTransport } from '../../src/host/http-transport.ts';
import type { ChannelPurpose } from '../../src/contract/channel.ts';
import { hasCode } from '../../src/errors/coded-error.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { channelTo } from '../support/channel-to.ts';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { conversations } from '../support/conversations.ts';
import { probingLine, rightProbes } from '../support/probing-line.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('F7: a server that was restarted between two messages goes on with the channel, and repeats what it said', async () => {
  for (const purpose of Object.keys(conversations) as ChannelPurpose[]) {
    const { server: role, messages, prepare } = conversations[purpose];
    const server = await servers.listening(role);
    const { options, hold } = await prepare(servers);
    const once = channelExchange(httpTransport, server.baseUrl);
    // A connection that was kept open to the server that is gone fails once.
    const exchange: typeof once = (path, body) =>
      once(path, body).catch((error: unknown) => {
        if (hasCode(error, 'network.unreachable')) return once(path, body);
        throw error;
      });
    const line = probingLine(exchange);
    const beforeResend = async (attempt: number) => {
      // The second time, it has answered already.
      if (attempt === 2) await servers.restart(role);
    };
    const channel = await channelTo(server, purpose, { ...options, ...line.options, beforeResend });
    await hold(channel);
    expect(line.probes, purpose).toEqual(rightProbes(messages));
  }
});
