import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

const tiles = Array.from({ length: 21 }, (_, index) => `tile ${index}`);

let servers: ServiceUnderTest;
let archive: Uint8Array;
beforeAll(async () => {
  servers = await startService();
  const file = join(servers.folder, 'city.pmtiles');
  archive = await writeArchive(file, { tiles });
  await servers.publish({ file, regionId: 'city' });
});
afterAll(() => servers.close());

it('G4: what was verified before the line broke is not fetched again, and an update fetches what changed', async () => {
  const opened = await realTerminal(servers);
  await signUp(opened, await newAccount(servers));
  const fetched: string[] = [];
  const four = Promise.withResolvers<void>();
  let asked = 0;
  opened.line.through = async (request, send) => {
    if (!request.url.includes('/v1/chunks/')) return send(request);
    asked += 1;
    if (asked > 4) {
      // The line breaks once four have come through, however many are asked for at once.
      await four.promise;
      throw new CodedError('network.unreachable');
    }
    const response = await send(request);
    fetched.push(request.url);
    if (fetched.length === 4) four.resolve();
    return response;
  };
  expect(await codeOfRejection(opened.terminal.maps.download('city'))).toBe('network.unreachable');

  const again = await opened.restart();
  const [installed] = await again.terminal.maps.download('city');
  const urls = again.line.requests.map(({ url }) => url).filter((url) => url.includes('/v1/chunks/'));
  expect(urls.filter((url) => fetched.includes(url))).toEqual([]);
  expect(await readFile(installed?.path ?? '')).toEqual(Buffer.from(archive));

  const file = join(servers.folder, 'city-2.pmtiles');
  const changed = await writeArchive(file, { tiles: [...tiles.slice(0, 20), 'another'] });
  await servers.publish({ file, regionId: 'city', version: '2' });
  expect(await again.terminal.maps.list()).toMatchObject([{ state: 'update-available', version: '2' }]);
  const [updated] = await again.terminal.maps.download('city');
  expect(await readFile(updated?.path ?? '')).toEqual(Buffer.from(changed));
  expect(updated?.fetchedBytes).toBeLessThan(changed.byteLength / 2);
  expect(await again.terminal.maps.verify('city')).toEqual([updated?.path]);
});
