import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { gzip, isGzip } from '../../../src/maps/pmtiles/gzip.ts';
import { createPmtilesWriter, tileIdOf, type PmtilesTotals } from '../../../src/maps/pmtiles/writer.ts';
import { factsOfMbtiles, metadataForPmtiles, type MbtilesMetadata } from './mbtiles-metadata.ts';

/** What an archive may hold at most: more is not a region's map. */
const ceilings = { tiles: 20_000_000, tileBytes: 16 << 20, metadataRows: 200, metadataBytes: 4 << 20 };

interface TileRow {
  readonly zoom: number;
  readonly column: number;
  readonly row: number;
  readonly content: Buffer;
}

/** Whether a file begins like an SQLite database, which is what an MBTiles archive is. */
export async function isMbtiles(path: string): Promise<boolean> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead).toString('latin1') === 'SQLite format 3\0';
  } catch (error) {
    throw new CodedError('map.source-invalid', { detail: `${path} cannot be read`, cause: error });
  } finally {
    await file?.close();
  }
}

/**
 * Converts an MBTiles archive (1.3, vector or picture tiles) that any tool made to a PMTiles archive at `outPath`,
 * which appears there only when it is whole. Tiles stream through; memory holds the directory alone.
 *
 * @throws CodedError `map.source-invalid` when the file is no such archive, or holds what a map cannot.
 */
export async function mbtilesToPmtiles(path: string, outPath: string): Promise<PmtilesTotals> {
  if (!(await isMbtiles(path))) throw invalid('it is no SQLite database');
  const partial = `${outPath}.part`;
  const out = await open(partial, 'w');
  try {
    const totals = await convert(path, out);
    await out.sync();
    await out.close();
    await rename(partial, outPath);
    return totals;
  } catch (error) {
    await out.close();
    await rm(partial, { force: true });
    throw error;
  }
}

async function convert(path: string, out: FileHandle): Promise<PmtilesTotals> {
  const database = openReadOnly(path);
  try {
    checkTiles(database);
    const metadata = readMetadata(database);
    const facts = factsOfMbtiles(metadata);
    const writer = createPmtilesWriter(
      { write: async (position, bytes) => void (await out.write(bytes, 0, bytes.length, position)) },
      facts,
    );
    for (const { zoom, column, row, content } of tilesInOrder(database)) {
      const packed = facts.tileCompression === 'gzip' && !isGzip(content) ? gzip(content) : content;
      await writer.add({ z: zoom, x: column, y: fromTms(zoom, row) }, packed);
    }
    return await writer.finish(metadataForPmtiles(metadata));
  } catch (error) {
    // SQLite's own errors are about a damaged file; others keep their meaning.
    if (error instanceof Database.SqliteError) throw invalid('the database is damaged', error);
    throw error;
  } finally {
    database.close();
  }
}

function openReadOnly(path: string): Database.Database {
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
    // The schema comes from outside: its views must not call functions of ours, and damage must show.
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    return database;
  } catch (error) {
    throw invalid('the database cannot be opened', error);
  }
}

function checkTiles(database: Database.Database): void {
  const schema = database
    .prepare<[], { sql: string | null }>("SELECT sql FROM sqlite_schema WHERE type IN ('table', 'view')")
    .all();
  // Tools that keep equal tiles once use plain views; a recursive one could run for ever.
  if (schema.some(({ sql }) => /\bRECURSIVE\b|\bWITH\b/iu.test(sql ?? ''))) throw invalid('it has views that loop');
  const sums = database
    .prepare<[], { tiles: number; largest: number | null; others: number | null }>(
      `SELECT count(*) AS tiles, max(length(tile_data)) AS largest, sum(typeof(tile_data) <> 'blob') AS others FROM tiles`,
    )
    .get();
  if (sums === undefined || sums.tiles === 0) throw invalid('it holds no tiles');
  if (sums.tiles > ceilings.tiles) throw invalid(`it holds over ${ceilings.tiles} tiles`);
  if ((sums.others ?? 0) > 0) throw invalid('it has a tile that is no bytes');
  if ((sums.largest ?? 0) > ceilings.tileBytes) throw invalid(`it has a tile of over ${ceilings.tileBytes} bytes`);
}

function readMetadata(database: Database.Database): MbtilesMetadata {
  const rows = database
    .prepare<[number, number], { name: string; value: string }>(
      `SELECT CAST(name AS TEXT) AS name, CAST(value AS TEXT) AS value FROM metadata
       WHERE name IS NOT NULL AND value IS NOT NULL AND length(value) <= ? LIMIT ?`,
    )
    .all(ceilings.metadataBytes, ceilings.metadataRows);
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/** In the order of the archive to write; SQLite sorts on disk where memory is short. */
function tilesInOrder(database: Database.Database): IterableIterator<TileRow> {
  database.function('naviterm_tile_id', { deterministic: true, directOnly: true }, (zoom, column, row) => {
    if (typeof zoom !== 'number' || typeof column !== 'number' || typeof row !== 'number') {
      throw invalid('it has a tile without a place');
    }
    return tileIdOf({ z: zoom, x: column, y: fromTms(zoom, row) });
  });
  return database
    .prepare<[], TileRow>(
      `SELECT zoom_level AS zoom, tile_column AS "column", tile_row AS "row", tile_data AS content FROM tiles
       WHERE length(tile_data) > 0 ORDER BY naviterm_tile_id(zoom_level, tile_column, tile_row)`,
    )
    .iterate();
}

/** MBTiles counts rows from the south (TMS), everybody else from the north. */
function fromTms(zoom: number, row: number): number {
  return 2 ** zoom - 1 - row;
}

function invalid(why: string, cause?: unknown): CodedError {
  return new CodedError('map.source-invalid', { detail: `the file cannot be read as MBTiles: ${why}`, cause });
}
