import { join } from 'node:path';
import { writeArchive } from '../support/map-archive.ts';
import { chunkPath, regionKeyPath } from '../../src/contract/maps.ts';
import { chunkId } from '../../src/maps/chunks/sealing.ts';
import { MapSecrets } from '../../local-servers/service/store/map-secrets.ts';
import { SqlMapStore } from '../../local-servers/service/store/sql-map-store.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import type { VisitingTerminal } from '../support/visiting-terminal.ts';

let service: ServiceUnderTest;
let terminal: VisitingTerminal;
beforeAll(async () => {
  service = await startService();
  terminal = await service.terminal({ regions: ['montevideo'], contractSeconds: 120 });
});
afterAll(() => service.close());

async function chunkOf(regionId: string): Promise<string> {
  const file = join(service.folder, `${regionId}.pmtiles`);
  await writeArchive(file, { tiles: [regionId] });
  const { target } = await service.publish({ file, regionId });
  const key = await new MapSecrets(service.contexts.maps.masterKey).regionKey(new SqlMapStore(service.store), regionId);
  return chunkId(key ?? new Uint8Array(32), target.chunkList.sha256);
}

test('C5: neither keys nor chunks of a region outside the contract, nor of any when it has ended', async () => {
  const [mine, other] = [await chunkOf('montevideo'), await chunkOf('astana')];
  await terminal.enter();
  await terminal.get(regionKeyPath('montevideo'));
  await terminal.get(chunkPath(mine), { signed: false });
  expect(await codeOfRejection(terminal.get(regionKeyPath('astana')))).toBe('contract.not-entitled');
  expect(await codeOfRejection(terminal.get(chunkPath(other)))).toBe('contract.not-entitled');
  // Sessions end with the contract, and for another one the account server refuses.
  service.clock.advance(121);
  expect(await codeOfRejection(terminal.get(chunkPath(mine)))).toBe('session.expired');
  expect(await codeOfRejection(terminal.openSession())).toBe('contract.lapsed');
});
