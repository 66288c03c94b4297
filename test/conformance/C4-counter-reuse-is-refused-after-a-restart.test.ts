import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChannelProcess } from '../support/channel-process.ts';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { liveSessionAt, newIdempotencyKey, prepareExtension } from '../support/session-changes.ts';

let servers: ChannelServers;
beforeAll(async () => {
  servers = await startChannelServers();
});
afterAll(() => servers.close());

test('C4: a counter stays used, and an answer recorded, when the process is killed right after it answered', async () => {
  const audience = await liveSessionAt(servers);
  const { accounts } = servers.contexts;
  const idempotencyKey = newIdempotencyKey();
  const recorded = prepareExtension(accounts, audience, { counter: 7, idempotencyKey });

  const killed = await startChannelProcess(servers);
  const granted = await recorded.send(killed.urls.accounts);
  await killed.stop('SIGKILL');
  expect(granted).toMatchObject({ status: 200, signed: true });

  // What answers from now on has nothing but the store.
  await servers.restart('accounts');
  const used = { status: 409, signed: true, json: { code: 'signature.counter-used' } };
  expect(await recorded.send()).toMatchObject(used);
  expect(await prepareExtension(accounts, audience, { counter: 7 }).send()).toMatchObject(used);
  expect(await prepareExtension(accounts, audience, { counter: 6, idempotencyKey }).send()).toEqual(granted);
});
