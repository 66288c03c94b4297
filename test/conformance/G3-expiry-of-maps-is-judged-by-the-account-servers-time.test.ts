import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueAccount } from '../../local-servers/accounts/operator.ts';
import { elapsedTime } from '../../src/host/elapsed-time.ts';
import { metadataLifetimes } from '../../src/maps/tuf/publish.ts';
import { codeOfRejection } from '../support/coded.ts';
import { Machine, tenYears } from '../support/machine.ts';
import { writeArchive } from '../support/map-archive.ts';
import { realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let opened: RealTerminal;
let machine: Machine;
let expiresAt: number;
beforeAll(async () => {
  servers = await startService();
  const file = join(servers.folder, 'city.pmtiles');
  await writeArchive(file, { tiles: ['one', 'two'] });
  await servers.publish({ file, regionId: 'city' });
  expiresAt = servers.clock.now() + metadataLifetimes.timestamp;
  opened = await realTerminal(servers);
  const order = { plan: 'standard', contractSeconds: 30 * 86_400, regions: ['*'] };
  await signUp(opened, await issueAccount(servers.contexts.accounts, servers.accountsStore, order));
  machine = new Machine(servers.clock, join(servers.folder, 'unused.json'), -tenYears);
  Object.assign(opened.terminal.context.ports.clock, { monotonic: elapsedTime(machine.hands) });
});
afterAll(() => servers.close());

const update = () => opened.terminal.maps.metadata.update();

it('G3: metadata expires in time for a terminal whose clock is wrong, is set, and slept', async () => {
  await update();
  machine.sleep(expiresAt - 100 - servers.clock.now());
  await update();
  const sessions = opened.events.filter(({ type }) => type === 'session-opened').length;
  // The account server told its time a while ago: the rest is what elapsed since, half of it asleep.
  machine.setWall(2 * tenYears);
  machine.sleep(50);
  servers.clock.advance(expiresAt - 1.2 - servers.clock.now());
  await update();
  servers.clock.advance(2.4);
  machine.setWall(-2 * tenYears);
  expect(await codeOfRejection(update())).toBe('map.metadata-expired');
  expect(opened.events.filter(({ type }) => type === 'session-opened')).toHaveLength(sessions);

  await servers.restart();
  expect([...(await update()).keys()]).toEqual(['city/tiles.pmtiles']);
});
