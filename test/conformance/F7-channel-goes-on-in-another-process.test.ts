import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChannelProcess, type ChannelProcess } from '../support/channel-process.ts';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { conversations } from '../support/conversations.ts';
import { holdOverLosses } from '../support/lost-messages.ts';
import type { ChannelPurpose } from '../../src/contract/channel.ts';

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

test('F7: what one process answered, another on the same database repeats, and answers nothing else at that counter', async () => {
  for (const purpose of Object.keys(conversations) as ChannelPurpose[]) {
    const elsewhere = { another: another.urls[conversations[purpose].server] };
    const { probes, expected } = await holdOverLosses(servers, purpose, elsewhere);
    expect(probes, purpose).toEqual(expected);
  }
});
