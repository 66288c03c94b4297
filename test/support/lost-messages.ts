import type { ChannelPurpose } from '../../src/contract/channel.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { channelTo } from './channel-to.ts';
import type { ChannelServers } from './channel-servers.ts';
import { conversations, type Conversation } from './conversations.ts';
import { probingLine, rightProbes, type Probe } from './probing-line.ts';

/**
 * Holds a whole conversation on a line that loses each message and each answer once, and gives what the server said to
 * repetitions, beside what it should have said. `another` is where they go instead of the server itself; `hold`, what is
 * said instead.
 */
export async function holdOverLosses(
  servers: ChannelServers,
  purpose: ChannelPurpose,
  { another, hold: own }: { readonly another?: string; readonly hold?: Conversation['hold'] } = {},
): Promise<{ readonly result: unknown; readonly probes: Probe[]; readonly expected: Probe[] }> {
  const { server: role, messages, prepare } = conversations[purpose];
  const server = await servers.listening(role);
  const { options, hold } = await prepare(servers);
  const exchange = channelExchange(httpTransport, server.baseUrl);
  const line = probingLine(exchange, another === undefined ? exchange : channelExchange(httpTransport, another));
  const channel = await channelTo(server, purpose, { ...options, ...line.options });
  const result = await (own ?? hold)(channel);
  return { result, probes: line.probes, expected: rightProbes(messages) };
}
