import { afterAll, beforeAll, expect, test } from 'vitest';
import { UnsafeFileVault } from '../../src/host/unsafe-file-vault.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { codeOfRejection } from '../support/coded.ts';
import { admitAgain, demandRenewal, deviceIdOf, recordOf } from '../support/device-servers.ts';
import { certificateFor } from '../support/device-channel.ts';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

test('B1: a secret that served its time is replaced, both are good until the new one was used, then only that', async () => {
  const first = await realTerminal(servers);
  const vault = new UnsafeFileVault(first.folder);
  const before = (await vault.get('device-secret')) ?? '';
  await admitAgain(servers, first);
  expect(await vault.get('next-device-secret')).toBeUndefined();

  await demandRenewal(servers, first);
  await admitAgain(servers, first);
  const next = (await vault.get('next-device-secret')) ?? '';
  expect(next).toMatch(/^[\w-]{43}$/);
  expect(await vault.get('device-secret')).toBe(before);
  expect(await recordOf(servers, first)).toMatchObject({ secretPending: true });
  const { authentication } = servers.contexts;
  const deviceId = deviceIdOf(first);

  const again = await first.restart();
  await admitAgain(servers, again);
  expect(await vault.get('device-secret')).toBe(next);
  expect(await vault.get('next-device-secret')).toBeUndefined();
  expect(await recordOf(servers, first)).toMatchObject({ secretPending: false, breaks: 0 });
  // Nobody was told of it: no failed handshake, no other route.
  const told = [...first.events, ...again.events].map(({ type }) => type);
  expect(told.filter((type) => type === 'stored-server-failed' || type === 'device-secret-not-renewed')).toEqual([]);

  const old = certificateFor(authentication, { deviceId, deviceSecret: before }, 'maps');
  expect(await codeOfRejection(old)).toBe('channel.handshake-failed');
  await admitAgain(servers, again);
});

test('B1: secrets are renewed by themselves when their time is over, one after the other', async () => {
  const device = await realTerminal(servers);
  const vault = new UnsafeFileVault(device.folder);
  const seen = new Set([await vault.get('device-secret')]);
  for (let round = 0; round < 3; round += 1) {
    servers.clock.advance(90 * 86_400);
    await admitAgain(servers, device);
    await admitAgain(servers, device);
    seen.add(await vault.get('device-secret'));
  }
  expect(seen.size).toBe(4);
  expect(await recordOf(servers, device)).toMatchObject({ secretPending: false, breaks: 0 });
});

test('B1: where the server has given another secret since, the present one is still good, and what was given last counts', async () => {
  const device = await realTerminal(servers);
  await admitAgain(servers, device);
  const vault = new UnsafeFileVault(device.folder);
  const given = toBase64url(randomBytes(32));
  await vault.set('next-device-secret', given);
  await demandRenewal(servers, device);
  await admitAgain(servers, device);
  const last = await vault.get('next-device-secret');
  expect(last).not.toBe(given);
  await admitAgain(servers, device);
  expect(await vault.get('device-secret')).toBe(last);
});
