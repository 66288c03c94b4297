import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { drawMap } from '../../../src/cli/draw-map.ts';
import { gzip } from '../../../src/maps/pmtiles/gzip.ts';
import { createPmtilesWriter } from '../../../src/maps/pmtiles/writer.ts';
import { memorySink } from '../../support/memory-archive.ts';
import { inFolder } from './host-cases.ts';
import { ofBytes, type ParserCase } from './parser-case.ts';

/** An archive whose one tile has these bytes. */
async function archiveOf(tile: Uint8Array): Promise<Uint8Array> {
  const sink = memorySink();
  const writer = createPmtilesWriter(sink, {
    tileType: 'mvt',
    tileCompression: 'gzip',
    bounds: { west: -180, south: -85, east: 180, north: 85 },
    centre: { longitude: 0, latitude: 0, zoom: 0 },
  });
  await writer.add({ z: 0, x: 0, y: 0 }, gzip(tile));
  await writer.finish({ attribution: '© everybody' });
  return sink.bytes();
}

const draw = (archive: Uint8Array) =>
  inFolder(async (folder) => {
    const path = join(folder, 'map.pmtiles');
    await writeFile(path, archive);
    await drawMap({ path, width: 64, height: 64 });
  });

/** Tiles and archives that are drawn: the publisher's tools need not have looked into them. */
export async function drawCases(): Promise<ParserCase[]> {
  const ring = [
    [2048, 0],
    [4096, 0],
    [4096, 4096],
    [2048, 4096],
  ];
  const line = { type: 2, geometry: [ring] };
  const tile = fromGeojsonVt(
    {
      water: { features: [{ type: 3, geometry: [ring], tags: { class: 'ocean' } }] },
      transportation: { features: [{ ...line, tags: { class: 'motorway', layer: 1, name: 'Road' } }] },
      boundary: { features: [{ ...line, tags: { admin_level: 2 } }] },
      place: { features: [{ type: 1, geometry: [[1024, 2048]], tags: { class: 'city', rank: 1, name: 'Local' } }] },
    },
    { version: 2, extent: 4096 },
  );
  const reads = ['load-tiles', 'draw-shapes', 'labels'].map((file) => `src/cli/draw/${file}.ts`);
  return [
    ofBytes('tile to draw', reads, [tile], async (input) => draw(await archiveOf(input)), { share: 0.5 }),
    ofBytes('map to draw', reads, [await archiveOf(tile)], draw, { share: 0.5 }),
  ];
}
