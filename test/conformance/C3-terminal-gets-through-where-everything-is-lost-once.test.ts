import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let archive: Uint8Array;
beforeAll(async () => {
  servers = await startService();
  const file = join(servers.folder, 'city.pmtiles');
  archive = await writeArchive(file, { tiles: ['one', 'two'] });
  await servers.publish({ file, regionId: 'city' });
});
afterAll(() => servers.close());

test('C3, G4: on a line that loses every request once and every answer once, the terminal signs up and gets its map', async () => {
  const opened = await realTerminal(servers);
  const sent = new Map<string, number>();
  opened.line.through = async (request, send) => {
    const count = sent.get(request.url) ?? 0;
    sent.set(request.url, count + 1);
    if (count % 3 === 0) throw new CodedError('network.unreachable');
    const response = await send(request);
    if (count % 3 === 1) throw new CodedError('network.timeout');
    return response;
  };
  const account = await newAccount(servers);
  await signUp(opened, account);
  const [downloaded] = await opened.terminal.maps.download('city');
  expect(await readFile(downloaded?.path ?? '')).toEqual(Buffer.from(archive));

  // Everything was decided once: one key, one place, one session, one admission.
  const id = opened.terminal.status().account?.accessKeyId;
  expect(await servers.accountsStore.all('SELECT id, state FROM access_keys')).toEqual([{ id, state: 'active' }]);
  expect(await servers.accountsStore.all('SELECT access_key_id FROM terminals')).toEqual([{ access_key_id: id }]);
  expect(await servers.accountsStore.all('SELECT state FROM sessions')).toHaveLength(1);
  expect(await servers.store.all('SELECT pseudonym FROM admissions')).toHaveLength(1);
});
