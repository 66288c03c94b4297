import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { PMTiles } from 'pmtiles';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMbtiles, mbtilesToPmtiles } from '../../../local-servers/service/maps/mbtiles.ts';
import { gzip } from '../../../src/maps/pmtiles/gzip.ts';
import { inspectPmtiles } from '../../../src/maps/pmtiles/inspect.ts';
import { memorySource, readerSource } from '../../support/memory-archive.ts';

const refused = { code: 'map.source-invalid' };
const usual = { name: 'Harbour', format: 'pbf', bounds: '-56.3,-35,-56,-34.8', center: '-56.2,-34.9,12' };
const text = (words: string) => new TextEncoder().encode(words);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-mbtiles-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Tile = readonly [zoom: unknown, column: unknown, row: unknown, data: unknown];

function writeMbtiles(metadata: Record<string, string>, tiles: readonly Tile[], schema = 'plain'): string {
  const path = join(folder, 'source.mbtiles');
  const database = new Database(path);
  database.exec('BEGIN; CREATE TABLE metadata (name TEXT, value TEXT)');
  const columns = 'zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER';
  if (schema === 'plain') {
    database.exec(`CREATE TABLE tiles (${columns}, tile_data BLOB)`);
  } else {
    database.exec(`CREATE TABLE content (${columns}, data BLOB);
      CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, data AS tile_data FROM content;`);
  }
  const row = database.prepare('INSERT INTO metadata VALUES (?, ?)');
  for (const entry of Object.entries(metadata)) row.run(...entry);
  const tile = database.prepare(`INSERT INTO ${schema === 'plain' ? 'tiles' : 'content'} VALUES (?, ?, ?, ?)`);
  for (const values of tiles) tile.run(...values);
  database.exec('COMMIT').close();
  return path;
}

async function convert(path: string) {
  const out = join(folder, 'out.pmtiles');
  await mbtilesToPmtiles(path, out);
  const bytes = new Uint8Array(await readFile(out));
  const archive = new PMTiles(readerSource(bytes));
  const tile = async (z: number, x: number, y: number) => {
    const found = await archive.getZxy(z, x, y);
    return found === undefined ? undefined : new TextDecoder().decode(found.data);
  };
  return { tile, archive, facts: await inspectPmtiles(memorySource(bytes)) };
}

describe('an MBTiles archive becomes a PMTiles archive', () => {
  it('with rows counted from the north, and its metadata', async () => {
    const json = JSON.stringify({ vector_layers: [{ id: 'roads', fields: {} }] });
    const path = writeMbtiles({ ...usual, attribution: '© someone', json }, [
      [1, 0, 0, gzip(text('south west'))],
      [1, 0, 1, gzip(text('north west'))],
      [0, 0, 0, gzip(text('world'))],
    ]);
    const { tile, facts } = await convert(path);
    expect(await tile(0, 0, 0)).toBe('world');
    expect(await tile(1, 0, 1)).toBe('south west');
    expect(await tile(1, 0, 0)).toBe('north west');
    expect(await tile(1, 1, 1)).toBeUndefined();
    expect(facts).toMatchObject({
      name: 'Harbour',
      attribution: '© someone',
      layers: ['roads'],
      tileType: 'mvt',
      minZoom: 0,
      maxZoom: 1,
      bounds: { west: -56.3, south: -35, east: -56, north: -34.8 },
      centre: { longitude: -56.2, latitude: -34.9, zoom: 12 },
    });
  });

  it('also from a view, and with tiles that were not compressed', async () => {
    const { tile } = await convert(writeMbtiles(usual, [[2, 3, 0, text('plain')]], 'view'));
    expect(await tile(2, 3, 3)).toBe('plain');
  });

  it('with pictures left as they are', async () => {
    const { archive, facts } = await convert(writeMbtiles({ format: 'png' }, [[0, 0, 0, text('picture')]]));
    expect(facts).toMatchObject({ tileType: 'png', bounds: { west: -180, east: 180 } });
    expect(new TextDecoder().decode((await archive.getZxy(0, 0, 0))?.data)).toBe('picture');
  });
});

describe('what is no MBTiles archive', () => {
  it('is told from one by its first bytes', async () => {
    const path = join(folder, 'other');
    await writeFile(path, 'SQLite format 2, and then nothing');
    expect(await isMbtiles(path)).toBe(false);
    expect(await isMbtiles(writeMbtiles(usual, []))).toBe(true);
    await expect(isMbtiles(join(folder, 'missing'))).rejects.toMatchObject(refused);
  });

  it.each<[string, Record<string, string>, Tile[]]>([
    ['no tiles', usual, []],
    ['no format', { name: 'x' }, [[0, 0, 0, text('a')]]],
    ['an unknown format', { format: 'tiff' }, [[0, 0, 0, text('a')]]],
    ['impossible bounds', { ...usual, bounds: '10,0,5,1' }, [[0, 0, 0, text('a')]]],
    ['bounds that are no numbers', { ...usual, bounds: 'everywhere' }, [[0, 0, 0, text('a')]]],
    ['broken JSON', { ...usual, json: '{"vector_layers":' }, [[0, 0, 0, text('a')]]],
    ['a column outside its zoom', usual, [[1, 2, 0, text('a')]]],
    ['a row outside its zoom', usual, [[1, 0, -1, text('a')]]],
    ['a zoom that no map has', usual, [[40, 0, 0, text('a')]]],
    ['a place that is no number', usual, [[0, 'left', 0, text('a')]]],
    [
      'a tile twice',
      usual,
      [
        [0, 0, 0, text('a')],
        [0, 0, 0, text('b')],
      ],
    ],
    ['a tile that is text', usual, [[0, 0, 0, 'words']]],
    ['an empty tile alone', usual, [[0, 0, 0, new Uint8Array()]]],
  ])('is refused: %s', async (_, metadata, tiles) => {
    await expect(convert(writeMbtiles(metadata, tiles))).rejects.toMatchObject(refused);
    expect((await readdir(folder)).filter((name) => name !== 'source.mbtiles')).toEqual([]);
  });

  it('is refused: other databases, views that loop, and damaged pages', async () => {
    const other = join(folder, 'other.db');
    new Database(other).exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)').close();
    await expect(convert(other)).rejects.toMatchObject(refused);

    const looping = join(folder, 'looping.db');
    new Database(looping)
      .exec(
        `CREATE TABLE metadata (name TEXT, value TEXT);
         CREATE VIEW tiles AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
         SELECT 0 AS zoom_level, 0 AS tile_column, 0 AS tile_row, x'00' AS tile_data FROM n`,
      )
      .close();
    await expect(convert(looping)).rejects.toMatchObject(refused);

    const path = writeMbtiles(
      usual,
      Array.from({ length: 200 }, (_, index) => [8, index, 0, text('x'.repeat(500))] as const),
    );
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0xa5, 8_192, bytes.length - 4_096));
    await expect(convert(path)).rejects.toMatchObject(refused);
  });
});
