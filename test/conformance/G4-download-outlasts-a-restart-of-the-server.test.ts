import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

const outage = 15; // seconds

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
  const file = join(servers.folder, 'city.pmtiles');
  await writeArchive(file, { tiles: Array.from({ length: 21 }, (_, index) => `tile ${index}`) });
  await servers.publish({ file, regionId: 'city' });
});
afterAll(() => servers.close());

it('G4: a download waits, and says so, while the server is away for a while', async () => {
  const opened = await realTerminal(servers);
  await signUp(opened, await newAccount(servers));
  let backAt = Number.POSITIVE_INFINITY;
  let lost = 0;
  opened.line.through = (request, send) => {
    if (!request.url.includes('/chunks/')) return send(request);
    if (backAt === Number.POSITIVE_INFINITY) backAt = servers.clock.now() + outage;
    if (servers.clock.now() >= backAt) return send(request);
    lost += 1;
    return Promise.reject(new CodedError('network.unreachable'));
  };
  const [done] = await opened.terminal.maps.download('city');
  expect(done?.fetchedBytes).toBeGreaterThan(0);
  expect(lost).toBeGreaterThan(1);
  expect(opened.events.filter(({ type }) => type === 'waiting')).toHaveLength(lost);
});
