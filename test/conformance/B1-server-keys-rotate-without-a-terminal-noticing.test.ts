import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdentity } from '../../local-servers/cli/installation/identity.ts';
import type { RoleContext } from '../../local-servers/kit/role-context.ts';
import type { OtherKeys } from '../../local-servers/kit/server-keys.ts';
import { acmeDevice, setRulesIn, targetOf } from '../support/chain-servers.ts';
import { admitAgain } from '../support/device-servers.ts';
import { realTerminal, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

/** Seconds. */
const grace = 86_400;

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

/** Starts a server again under new keys; it answers to the old ones, too, for the grace time. */
async function renewKeys(id: 'authentication' | 'second'): Promise<RoleContext<unknown>> {
  const context: RoleContext<unknown> = servers.contexts[id];
  const { staticKey, signingKey } = context;
  const former: OtherKeys = { staticKey, signingKey, until: servers.clock.now() + grace };
  Object.assign(context, createIdentity(), { otherKeys: [former] });
  await servers.restart(id);
  return context;
}

const failures = ({ events }: RealTerminal) => events.filter(({ type }) => type === 'stored-server-failed');
const hops = ({ events }: RealTerminal) => events.filter(({ type }) => type === 'hop');

test('B1: a terminal under the old keys is served as before, hears of the new ones in one attempt, and needs the old no more', async () => {
  const { contexts, clock } = servers;
  const first = await realTerminal(servers);
  await admitAgain(servers, first);

  const authentication = await renewKeys('authentication');
  const second = await renewKeys('second');

  // Nobody has heard of the new keys: the stored chain leads there, and a new one is walked under the old ones.
  const stored = await first.restart();
  await admitAgain(servers, stored);
  expect([failures(stored), hops(stored)]).toEqual([[], []]);
  const walking = await realTerminal(servers);
  await admitAgain(servers, walking);
  expect(failures(walking)).toEqual([]);

  // The rules name the new keys; whoever walks has them at once, whoever has a chain goes on with it.
  const match = { makerId: acmeDevice.makerId };
  await setRulesIn(contexts.second, { name: 'acme', match, targets: [targetOf(authentication)] });
  await setRulesIn(contexts.first, { name: 'acme', match, targets: [targetOf(second)] });
  const unaware = await stored.restart();
  await admitAgain(servers, unaware);
  expect(failures(unaware)).toEqual([]);

  // The grace time is over: found again within one attempt, and kept.
  clock.advance(grace);
  const late = await unaware.restart();
  await admitAgain(servers, late);
  expect(failures(late)).toMatchObject([
    { code: expect.stringMatching(/channel.handshake-failed|document.version-stale/) },
  ]);
  const after = await late.restart();
  await admitAgain(servers, after);
  expect([failures(after), hops(after)]).toEqual([[], []]);
});
