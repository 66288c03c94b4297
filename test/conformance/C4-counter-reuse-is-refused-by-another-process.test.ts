import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChannelProcess, type ChannelProcess } from '../support/channel-process.ts';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { liveSessionAt, newIdempotencyKey, prepareExtension } from '../support/session-changes.ts';

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

const used = { status: 409, signed: true, json: { code: 'signature.counter-used' } };

test('C4: a counter that one process of the account server saw is used up for every other one', async () => {
  const audience = await liveSessionAt(servers);
  const { accounts } = servers.contexts;
  const there = another.urls.accounts;
  const recorded = prepareExtension(accounts, audience, { counter: 1 });
  expect(await recorded.send()).toMatchObject({ status: 200, signed: true });
  expect(await recorded.send(there)).toMatchObject(used);
  expect(await prepareExtension(accounts, audience, { counter: 1 }).send(there)).toMatchObject(used);

  // The other way round, with a wish that is asked for again where it was not granted.
  const idempotencyKey = newIdempotencyKey();
  const wish = prepareExtension(accounts, audience, { counter: 2, idempotencyKey });
  const granted = await wish.send(there);
  expect(granted).toMatchObject({ status: 200, signed: true });
  expect(await wish.send()).toMatchObject(used);
  expect(await prepareExtension(accounts, audience, { counter: 3, idempotencyKey }).send()).toEqual(granted);
});

test('C4: of changes at one counter, sent to both processes at the same moment, one happens', async () => {
  const audience = await liveSessionAt(servers);
  const { accounts } = servers.contexts;
  for (let counter = 1; counter <= 4; counter += 1) {
    const asked = [undefined, another.urls.accounts, undefined, another.urls.accounts].map((at) =>
      prepareExtension(accounts, audience, { counter }).send(at),
    );
    const codes = (await Promise.all(asked)).map(({ status, json }) => json.code ?? String(status));
    expect(codes.toSorted((a, b) => a.localeCompare(b))).toEqual([
      '200',
      ...Array.from({ length: 3 }, () => 'signature.counter-used'),
    ]);
  }
});
