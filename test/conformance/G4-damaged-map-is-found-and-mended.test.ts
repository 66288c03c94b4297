import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let archive: Uint8Array;
beforeAll(async () => {
  servers = await startService();
  const file = join(servers.folder, 'city.pmtiles');
  archive = await writeArchive(file, { tiles: Array.from({ length: 21 }, (_, index) => `tile ${index}`) });
  await servers.publish({ file, regionId: 'city' });
});
afterAll(() => servers.close());

it('G4: a changed byte on disk is found offline, and only its chunk is fetched again', async () => {
  const { terminal, ...opened } = await realTerminal(servers);
  await signUp({ terminal, ...opened }, await newAccount(servers));
  const [{ path } = { path: '' }] = await terminal.maps.download('city');
  const file = await open(path, 'r+');
  await file.write(new Uint8Array([0xff, 0x00, 0xff]), 0, 3, 700_000);
  await file.close();

  expect(await codeOfRejection(terminal.maps.verify('city'))).toBe('map.file-damaged');
  const [mended] = await terminal.maps.download('city');
  expect(mended?.fetchedBytes).toBeGreaterThan(0);
  expect(mended?.fetchedBytes).toBeLessThan(archive.byteLength / 2);
  expect(await readFile(path)).toEqual(Buffer.from(archive));
});
