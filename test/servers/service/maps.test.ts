import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogPath, chunkPath, metadataPath, regionKeyPath } from '../../../src/contract/maps.ts';
import { decodeChunkList } from '../../../src/maps/chunks/chunk-list.ts';
import { chunkId, openChunk } from '../../../src/maps/chunks/sealing.ts';
import type { PublishedMap } from '../../../local-servers/service/publish/publish-archive.ts';
import { openRegionKey } from '../../../src/maps/region-key.ts';
import { mapTargets } from '../../../src/maps/tuf/trusted.ts';
import { updateMetadata } from '../../../src/maps/tuf/update.ts';
import { hasCode } from '../../../src/errors/coded-error.ts';
import { concat, decodeJson, fromBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { createPublisher } from '../../../local-servers/service/operator.ts';
import { codeOfRejection } from '../../support/coded.ts';
import { writeArchive } from '../../support/map-archive.ts';
import { startService, type ServiceUnderTest } from '../../support/service-under-test.ts';
import type { VisitingTerminal } from '../../support/visiting-terminal.ts';

const tiles = Array.from({ length: 16 }, (_, n) => `tile ${n}`);

let service: ServiceUnderTest;
let terminal: VisitingTerminal;
let archive: Uint8Array;
let published: PublishedMap;

beforeAll(async () => {
  service = await startService();
  const file = join(service.folder, 'montevideo.pmtiles');
  archive = await writeArchive(file, { tiles });
  published = await service.publish({ file, regionId: 'montevideo', names: { en: 'Montevideo', ja: 'モンテビデオ' } });
  const other = join(service.folder, 'astana.pmtiles');
  await writeArchive(other, { tiles: ['astana'], metadata: {} });
  await service.publish({ file: other, regionId: 'astana', version: '7' });
  terminal = await service.terminal({ regions: ['montevideo'] });
  await terminal.enter();
});
afterAll(() => service.close());

async function regionKey(): Promise<Uint8Array> {
  const { sealed } = (await terminal.json(regionKeyPath('montevideo'))) as { sealed: string };
  return openRegionKey(terminal.audience?.audienceKey ?? new Uint8Array(0), 'montevideo', fromBase64url(sealed));
}

describe('a service server', () => {
  it('tells what there is, and what of it the contract covers', async () => {
    expect(await terminal.json(catalogPath)).toEqual({
      regions: [
        { id: 'astana', entitled: false, targets: ['astana/tiles.pmtiles'] },
        { id: 'montevideo', entitled: true, targets: ['montevideo/tiles.pmtiles'] },
      ],
    });
  });

  it('hands out metadata that a terminal with the pinned root accepts', async () => {
    const trusted = await updateMetadata({
      trusted: { root: utf8(await createPublisher(service.publisherFolder)) },
      referenceTime: new Date(service.clock.now() * 1000),
      fetch: (name) =>
        terminal.get(metadataPath(name)).then(
          ({ body }) => body,
          (error: unknown) => {
            if (hasCode(error, 'request.not-found')) return undefined;
            throw error;
          },
        ),
      store: async () => {},
    });
    const targets = mapTargets(trusted);
    expect([...targets.keys()].toSorted()).toEqual(['astana/tiles.pmtiles', 'montevideo/tiles.pmtiles']);
    expect(targets.get('montevideo/tiles.pmtiles')).toEqual(published.target);
    expect(published.target).toMatchObject({
      length: archive.byteLength,
      kind: 'tiles',
      region: {
        id: 'montevideo',
        names: { ja: 'モンテビデオ' },
        boundsE7: [-563_000_000, -350_000_000, -560_000_000, -347_000_000],
      },
      attribution: '© OpenStreetMap contributors',
      licence: 'ODbL-1.0',
      version: '2027-01-15',
    });
    expect(targets.get('astana/tiles.pmtiles')).toMatchObject({ version: '7', region: { names: { en: 'astana' } } });
  });

  it('gives the region piece by piece, sealed, to those with its key', async () => {
    const key = await regionKey();
    const fetchChunk = async (sha256: string) => {
      const { body } = await terminal.get(chunkPath(chunkId(key, sha256)), { signed: false });
      return openChunk(key, sha256, body);
    };
    const list = decodeChunkList(await fetchChunk(published.target.chunkList.sha256));
    expect(list.chunks.length).toBeGreaterThan(3);
    const pieces = await Promise.all(list.chunks.map(({ sha256 }) => fetchChunk(sha256)));
    expect(Buffer.compare(concat(...pieces), archive)).toBe(0);
  });

  it('gives a part of a chunk where a range is asked for', async () => {
    const path = chunkPath(chunkId(await regionKey(), published.target.chunkList.sha256));
    const whole = await terminal.get(path, { signed: false });
    expect(whole.headers).toMatchObject({ 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes' });
    const part = await terminal.get(path, { signed: false, headers: { range: 'bytes=10-' } });
    const { byteLength } = whole.body;
    expect(part).toMatchObject({
      status: 206,
      headers: { 'content-range': `bytes 10-${byteLength - 1}/${byteLength}` },
    });
    expect(Buffer.compare(part.body, whole.body.subarray(10))).toBe(0);
    const beyond = await terminal.get(path, { signed: false, headers: { range: `bytes=${byteLength}-` } });
    expect(beyond).toMatchObject({ status: 200 });
  });

  it('knows no other files, regions and chunks', async () => {
    const codes = ['2.root.json', '0.targets.json', 'targets.json', 'store.sqlite', '9.snapshot.json'].map((name) =>
      codeOfRejection(terminal.get(metadataPath(name))),
    );
    expect(new Set(await Promise.all(codes))).toEqual(new Set(['request.not-found']));
    expect(await codeOfRejection(terminal.get(regionKeyPath('tokyo')))).toBe('map.region-unknown');
    expect(await codeOfRejection(terminal.get(chunkPath('A'.repeat(43))))).toBe('map.chunk-unknown');
  });

  it('says what it is and hands out the directory to everybody', async () => {
    const directory = await terminal.send('/v1/directory');
    expect(decodeJson(directory.body, 'network.answer-invalid')).toEqual(service.trust.directoryDocument);
    expect((await terminal.send('/health')).status).toBe(200);
    const description = decodeJson((await terminal.send('/openapi.json')).body, 'network.answer-invalid');
    expect(Object.keys((description as { paths: object }).paths)).toEqual(
      expect.arrayContaining(['/v1/catalog', '/v1/chunks/{chunkId}', '/v1/admissions', '/v1/allocations']),
    );
  });
});
