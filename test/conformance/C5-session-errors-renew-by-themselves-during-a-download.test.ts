import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { revokeSessions } from '../../local-servers/accounts/operator.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let archive: Uint8Array;
beforeAll(async () => {
  servers = await startService({ accounts: { sessionLifetime: 5 }, certificateLifetime: 20 });
  const file = join(servers.folder, 'city.pmtiles');
  archive = await writeArchive(file, { tiles: Array.from({ length: 21 }, (_, index) => `tile ${index}`) });
  await servers.publish({ file, regionId: 'city' });
});
afterAll(() => servers.close());

it('C5: sessions and admissions end in mid-download; the terminal renews them and fetches nothing twice', async () => {
  const opened = await realTerminal(servers);
  const account = await newAccount(servers);
  await signUp(opened, account);
  const fetched: string[] = [];
  opened.line.through = async (request, send) => {
    const response = await send(request);
    if (request.url.includes('/v1/chunks/')) {
      if (response.status === 200) fetched.push(request.url);
      // Time enough for a session (5 s) at every second chunk, and for an admission (20 s) now and then.
      servers.clock.advance(3);
    }
    return response;
  };
  const [downloaded] = await opened.terminal.maps.download('city');
  expect(await readFile(downloaded?.path ?? '')).toEqual(Buffer.from(archive));
  expect(new Set(fetched).size).toBe(fetched.length);
  expect(opened.events.filter(({ type }) => type === 'session-opened').length).toBeGreaterThan(2);
  expect(opened.events.filter(({ type }) => type === 'admitted').length).toBeGreaterThan(1);
});

it('C5: a revoked session is renewed, too', async () => {
  const opened = await realTerminal(servers);
  const account = await newAccount(servers);
  await signUp(opened, account);
  await opened.terminal.maps.list();
  await revokeSessions(servers.contexts.accounts, servers.accountsStore, account.userId);
  expect(await opened.terminal.currentSession()).toMatchObject({ state: 'go-on' });
});
