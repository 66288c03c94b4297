import { expect } from 'vitest';
import { chunkId, openChunk, sealChunk } from '../../../src/maps/chunks/sealing.ts';
import { decodeChunkList, encodeChunkList } from '../../../src/maps/chunks/chunk-list.ts';
import { digestBytes, digestOf } from '../../../src/maps/chunks/digest.ts';
import { Chunker } from '../../../src/maps/chunks/chunker.ts';
import { downloadArtefact } from '../../../src/maps/download/download-artefact.ts';
import { findDamage } from '../../../src/maps/download/verify-installed.ts';
import { decodeDirectory, encodeDirectory } from '../../../src/maps/pmtiles/directory.ts';
import { gunzip, gzip } from '../../../src/maps/pmtiles/gzip.ts';
import { decodeHeader } from '../../../src/maps/pmtiles/header.ts';
import { headerLength } from '../../../src/maps/pmtiles/archive-facts.ts';
import { inspectPmtiles } from '../../../src/maps/pmtiles/inspect.ts';
import { createPmtilesWriter } from '../../../src/maps/pmtiles/writer.ts';
import { prepareArtefact } from '../../../src/maps/prepare-artefact.ts';
import { openRegionKey, sealRegionKey } from '../../../src/maps/region-key.ts';
import { parseMetadata, parseRoot } from '../../../src/maps/tuf/metadata.ts';
import { mapTargets, readTrusted } from '../../../src/maps/tuf/trusted.ts';
import { decodeRoadGraph } from '../../../src/navigation/road-graph/decode-graph.ts';
import { findRoute } from '../../../src/navigation/routing/find-route.ts';
import { memorySink, memorySource } from '../../support/memory-archive.ts';
import { smallGraph } from '../../support/road-graphs.ts';
import { facts, MemoryDrafts, MemoryLists, MemoryPlace, noise, regionKey, Shelf } from '../../unit/maps/support.ts';
import { mapTarget, Repository, Terminal } from '../../unit/maps/tuf/repository.ts';
import { ofBytes, ofJsonBytes, type ParserCase } from './parser-case.ts';

const src = (...files: string[]) => files.map((file) => `src/maps/${file}.ts`);

/** Chunks, lists of chunks, archives. */
export async function mapFileCases(): Promise<ParserCase[]> {
  const plain = noise('fuzz', 1_000);
  const digest = digestOf(plain);
  const list = encodeChunkList([
    { sha256: digest, length: 1_000 },
    { sha256: digestOf(regionKey), length: 7 },
  ]);
  const entries = [
    { tileId: 0, offset: 0, length: 10, runLength: 1 },
    { tileId: 5, offset: 10, length: 20, runLength: 3 },
  ];
  const sink = memorySink();
  const writer = createPmtilesWriter(sink, {
    tileType: 'mvt',
    tileCompression: 'gzip',
    bounds: { west: -56.3, south: -35, east: -56, north: -34.7 },
    centre: { longitude: -56.18, latitude: -34.88, zoom: 0 },
  });
  await writer.add({ z: 0, x: 0, y: 0 }, plain);
  await writer.add({ z: 1, x: 0, y: 0 }, plain);
  await writer.finish({ name: 'fuzz', attribution: 'nobody' });
  const archive = sink.bytes();
  const packed = gzip(plain);
  const audienceKey = regionKey;
  const shelf = new Shelf();
  const { target } = await prepareArtefact({ facts, regionKey, bytes: once(plain), put: shelf.put });
  const download = async (sealed: Uint8Array, damaged: (id: string) => boolean) => {
    const place = new MemoryPlace();
    const fetchSealed = async (id: string) => (damaged(id) ? sealed : shelf.fetchSealed(id));
    const drafts = new MemoryDrafts(place);
    await downloadArtefact({ target, regionKey, fetchSealed, lists: new MemoryLists(), drafts });
    expect(Buffer.compare(place.installed ?? new Uint8Array(), plain)).toBe(0);
  };
  const listId = chunkId(regionKey, target.chunkList.sha256);
  const sealedList = await shelf.fetchSealed(listId);
  const chunkOfFile = await shelf.fetchSealed([...shelf.sealed.keys()].find((id) => id !== listId) ?? '');
  return [
    ofBytes('sealed chunk', src('chunks/sealing', 'chunks/digest'), [sealChunk(regionKey, plain).sealed], (input) =>
      expect(Buffer.compare(openChunk(regionKey, digest, input), plain)).toBe(0),
    ),
    ofBytes('chunk list', src('chunks/chunk-list'), [list], (input) => {
      const read = decodeChunkList(input);
      expect(Buffer.compare(encodeChunkList(read.chunks), input)).toBe(0);
      for (const { sha256 } of read.chunks) digestBytes(sha256);
    }),
    ofBytes('any file, to be cut', src('chunks/chunker', 'prepare-artefact', 'map-target'), [plain], async (input) => {
      const chunker = new Chunker();
      const cut = [...chunker.push(input), ...chunker.finish()];
      expect(Buffer.compare(Buffer.concat(cut), input)).toBe(0);
      await prepareArtefact({ facts, regionKey, bytes: once(input), put: async () => {} });
    }),
    ofBytes(
      'sealed list in a download',
      src('download/download-artefact', 'download/fetch-chunks'),
      [sealedList],
      (input) => download(input, (id) => id === listId),
    ),
    ofBytes(
      'sealed chunk in a download',
      src('download/fetch-chunks', 'download/chunked-draft'),
      [chunkOfFile],
      (input) => download(input, (id) => id !== listId),
    ),
    ofBytes('draft on disk', src('download/chunked-draft'), [plain], async (input) => {
      const place = new MemoryPlace();
      const drafts = new MemoryDrafts(place);
      drafts.kept.set(target.chunkList.sha256, Uint8Array.from(input));
      const { fetchSealed } = shelf;
      await downloadArtefact({ target, regionKey, fetchSealed, lists: new MemoryLists(), drafts });
      expect(Buffer.compare(place.installed ?? new Uint8Array(), plain)).toBe(0);
    }),
    ofBytes('draft of another version on disk', src('download/adopt-drafts'), [plain, list], async (input) => {
      const place = new MemoryPlace();
      const drafts = new MemoryDrafts(place);
      const lists = new MemoryLists();
      lists.kept.set(digestOf(list), list);
      drafts.kept.set(digestOf(list), Uint8Array.from(input));
      await downloadArtefact({ target, regionKey, fetchSealed: shelf.fetchSealed, lists, drafts });
      expect(Buffer.compare(place.installed ?? new Uint8Array(), plain)).toBe(0);
    }),
    ofBytes('installed file', src('download/verify-installed'), [plain], async (input) => {
      const place = new MemoryPlace();
      place.installed = input;
      const damage = await findDamage({
        target,
        chunkList: decodeChunkList(encodeChunkList([{ sha256: digest, length: 1_000 }])),
        file: place,
      });
      expect(damage.length > 0).toBe(Buffer.compare(input, plain) !== 0);
    }),
    ofBytes('PMTiles header', src('pmtiles/header'), [archive.slice(0, headerLength)], (input) =>
      decodeHeader(input, archive.length),
    ),
    ofBytes('PMTiles directory', src('pmtiles/directory', 'pmtiles/varint'), [encodeDirectory(entries)], (input) => {
      const read = decodeDirectory(input);
      expect(decodeDirectory(encodeDirectory(read))).toEqual(read);
    }),
    ofBytes('PMTiles archive', src('pmtiles/inspect'), [archive], (input) => inspectPmtiles(memorySource(input))),
    ofBytes('road graph', ['src/navigation/road-graph/decode-graph.ts'], [smallGraph()], (input) => {
      findRoute(decodeRoadGraph(input), [0, 0], [0.001, 0]);
    }),
    ofBytes('gzip', src('pmtiles/gzip'), [packed], (input) =>
      expect(gunzip(input, 4_096).length).toBeLessThanOrEqual(4_096),
    ),
    ofBytes(
      'sealed region key',
      [...src('region-key'), 'src/protocol/session-sealing.ts'],
      [sealRegionKey(audienceKey, 'a', regionKey)],
      (input) => openRegionKey(audienceKey, 'a', input),
    ),
  ];
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** TUF metadata, as it comes from a service and as it lies on disk. */
export async function metadataCases(): Promise<ParserCase[]> {
  const repository = new Repository();
  const firstRoot = repository.root;
  repository.rotate({});
  repository.publish([mapTarget('one')]);
  const whole = new Terminal(firstRoot);
  await whole.update(repository.files);
  const stored = whole.stored;
  const roles = ['root', 'timestamp', 'snapshot', 'targets'] as const;
  const served = [...repository.files].filter(([name]) => !/^1\.(root|snapshot|targets)/.test(name));
  return roles.flatMap((role) => [
    ofJsonBytes(`TUF ${role}`, src('tuf/metadata'), [stored[role] ?? firstRoot], (input) =>
      role === 'root' ? parseRoot(input) : parseMetadata(role, input),
    ),
    ofJsonBytes(`TUF ${role} on disk`, src('tuf/trusted', 'map-target'), [stored[role] ?? firstRoot], (input) =>
      mapTargets(readTrusted({ ...stored, [role]: input })),
    ),
    ofJsonBytes(
      `TUF ${role} from a service`,
      src('tuf/update', 'tuf/trusted'),
      served.filter(([name]) => name.includes(role)).map(([, bytes]) => bytes),
      async (input) => {
        const terminal = new Terminal(firstRoot);
        const files = new Map(repository.files);
        for (const [name] of served) if (name.includes(role)) files.set(name, input);
        await terminal.update(files);
      },
    ),
  ]);
}
