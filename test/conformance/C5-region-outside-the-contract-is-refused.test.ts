import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
  for (const region of ['covered', 'other']) {
    const file = join(servers.folder, `${region}.pmtiles`);
    await writeArchive(file, { tiles: [region] });
    await servers.publish({ file, regionId: region });
  }
});
afterAll(() => servers.close());

it('C5: the contract is checked at every access: one region comes, the other is refused', async () => {
  const opened = await realTerminal(servers);
  await signUp(opened, await newAccount(servers, ['covered']));
  expect(await opened.terminal.maps.list()).toMatchObject([
    { id: 'covered', entitled: true, state: 'not-installed' },
    { id: 'other', entitled: false, state: 'not-installed' },
  ]);
  await opened.terminal.maps.download('covered');
  expect(await codeOfRejection(opened.terminal.maps.download('other'))).toBe('contract.not-entitled');
  expect(await codeOfRejection(opened.terminal.maps.download('nowhere'))).toBe('map.region-unknown');
});
