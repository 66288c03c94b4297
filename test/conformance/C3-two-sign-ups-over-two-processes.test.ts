import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpTransport } from '../../src/host/http-transport.ts';
import { channelExchange } from '../../src/protocol/transport.ts';
import { add, confirm, identify, logIn } from '../support/accounts.ts';
import { startChannelProcess, type ChannelProcess } from '../support/channel-process.ts';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { channelTo } from '../support/channel-to.ts';
import { codeOfRejection } from '../support/coded.ts';

let servers: ChannelServers;
let another: ChannelProcess;
beforeAll(async () => {
  servers = await startChannelServers({ freeLimit: 1 });
  another = await startChannelProcess(servers);
});
afterAll(async () => {
  await another.stop();
  await servers.close();
});

test('C3: two terminals that confirm at once, each at another process, do not both get the last place', async () => {
  const accounts = await servers.listening('accounts');
  const account = await servers.account();
  const waiting = await Promise.all(
    [accounts.baseUrl, another.urls.accounts].map(async (url) => {
      const channel = await channelTo(accounts, 'sign-up', { exchange: channelExchange(httpTransport, url) });
      await logIn(channel, account.userId, account.password);
      await identify(channel, account.licenceNumber);
      return { channel, key: await add(channel) };
    }),
  );
  const codes = await Promise.all(waiting.map(({ channel, key }) => codeOfRejection(confirm(channel, key))));
  expect(new Set(codes)).toEqual(new Set(['account.terminal-limit', undefined]));
  const winner = waiting[codes.indexOf(undefined)]?.key;
  expect(await servers.accountsStore.all('SELECT access_key_id FROM terminals')).toEqual([
    { access_key_id: winner?.accessKeyId },
  ]);
});
