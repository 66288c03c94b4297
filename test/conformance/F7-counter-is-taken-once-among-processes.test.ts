import { afterAll, beforeAll, expect, test } from 'vitest';
import { messagePath } from '../../src/contract/channel.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { startChannelProcess, type ChannelProcess } from '../support/channel-process.ts';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { openChannelByHand } from '../support/open-channel-by-hand.ts';
import { conversations } from '../support/conversations.ts';

let servers: ChannelServers;
let another: ChannelProcess;
beforeAll(async () => {
  servers = await startChannelServers();
  another = await startChannelProcess(servers);
});
afterAll(async () => {
  await another.stop();
  await servers.close();
});

const rounds = 6;

test('F7: of two messages at one counter, sent to two processes at the same moment, one is answered', async () => {
  const accounts = await servers.listening('accounts');
  const here = channelExchange(httpTransport, accounts.baseUrl);
  const there = channelExchange(httpTransport, another.urls.accounts);
  const { secret } = (await conversations.session.prepare(servers)).options;
  if (secret === undefined) throw new Error('a session channel has a secret');
  const server = { serverId: accounts.serverId, remoteStatic: accounts.staticKey.publicKey, exchange: here };
  const path = messagePath('session');
  for (let round = 0; round < rounds; round += 1) {
    servers.clock.advance(1);
    const channel = await openChannelByHand('session', { ...server, secret });
    const confirmation = channel.frame(0, { step: 'confirm' });
    const other = channel.frame(0, { step: 'open', audiences: ['maps'] });
    const outcomes = await Promise.all(
      [here(path, confirmation), there(path, other), here(path, other), there(path, confirmation)].map(outcome),
    );
    const [first, second, third, fourth] = outcomes;
    expect(fourth).toBe(first);
    expect(third).toBe(second);
    const refused = outcomes.filter((text) => text === 'channel.counter-used');
    expect(refused).toHaveLength(2);
  }
});

/** What was answered, as text to compare. */
function outcome(answer: Promise<Uint8Array>): Promise<string> {
  return answer.then(
    (bytes) => Buffer.from(bytes).toString('hex'),
    (error: unknown) => {
      if (error instanceof CodedError) return error.code;
      throw error;
    },
  );
}
