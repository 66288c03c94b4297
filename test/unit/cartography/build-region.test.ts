import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles } from 'pmtiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBaseData, type BaseData } from '../../../cartography/base-map.ts';
import { buildRegion, type RegionDescription } from '../../../cartography/build-region.ts';
import { regions } from '../../../cartography/regions.ts';
import { vectorLayers } from '../../../cartography/schema/vector-layers.ts';
import { tilesOver } from '../../../cartography/tiles/tile-grid.ts';
import { tileBox } from '../../../cartography/geometry/world.ts';
import { decodeRoadGraph } from '../../../src/navigation/road-graph/decode-graph.ts';
import { inspectPmtiles } from '../../../src/maps/pmtiles/inspect.ts';
import type { TileCoordinates } from '../../../src/maps/pmtiles/writer.ts';
import { memorySource, readerSource } from '../../support/memory-archive.ts';

let folder: string;
let data: BaseData;
let bytes: Uint8Array;
let tiles: { at: TileCoordinates; tile: VectorTile }[];

const [west, east] = [tileBox(12, 2859, 1366), tileBox(12, 2862, 1369)];
const box = { minX: west.minX, minY: west.minY, maxX: east.maxX, maxY: east.maxY };

async function build(id: string): Promise<Uint8Array> {
  const region = regions.find((known) => known.id === id);
  if (region === undefined) throw new Error(`no region ${id}`);
  await buildRegion(region, data, folder, () => undefined);
  return new Uint8Array(await readFile(join(folder, `${id}.pmtiles`)));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-regions-'));
  data = await readBaseData();
  bytes = await build('astana');
  const archive = new PMTiles(readerSource(bytes));
  tiles = [];
  for (const at of tilesOver(box, 0, 14)) {
    const found = await archive.getZxy(at.z, at.x, at.y);
    if (found !== undefined) tiles.push({ at, tile: new VectorTile(new PbfReader(new Uint8Array(found.data))) });
  }
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

function* featuresOf(
  layerName?: string,
): Generator<{ at: TileCoordinates; layer: string; feature: VectorTileFeature }> {
  for (const { at, tile } of tiles) {
    for (const [name, layer] of Object.entries(tile.layers)) {
      if (layerName !== undefined && name !== layerName) continue;
      for (let index = 0; index < layer.length; index++) yield { at, layer: name, feature: layer.feature(index) };
    }
  }
}

describe('the region of Astana, built from its real data', () => {
  it('says what it is, in the archive and beside it', async () => {
    const facts = await inspectPmtiles(memorySource(bytes));
    expect(facts).toMatchObject({
      name: 'Astana',
      attribution: '© OpenStreetMap contributors',
      licence: 'ODbL-1.0',
      minZoom: 0,
      maxZoom: 14,
      tileType: 'mvt',
      layers: vectorLayers.map(({ id }) => id),
    });
    const description = JSON.parse(await readFile(join(folder, 'astana.json'), 'utf8')) as RegionDescription;
    expect(description).toMatchObject({
      id: 'astana',
      names: { ja: 'アスタナ' },
      bounds: facts.bounds,
      length: bytes.length,
    });
    const graph = await readFile(join(folder, 'astana.graph'));
    expect(description.companions['graph']).toBe(graph.length);
    expect(decodeRoadGraph(graph).edgeCount).toBeGreaterThan(10_000);
    expect(facts.bounds.west).toBeCloseTo(71.279, 3);
  });

  it('has tiles at every zoom, of version 2, that are not empty', () => {
    expect(new Set(tiles.map(({ at }) => at.z)).size).toBe(15);
    expect(tiles.length).toBeGreaterThan(300);
    for (const { tile } of tiles) {
      const layers = Object.values(tile.layers);
      expect(layers.length).toBeGreaterThan(0);
      expect(layers.every(({ version, extent, length }) => version === 2 && extent === 4096 && length > 0)).toBe(true);
    }
  });

  it('holds only what its schema names', () => {
    const known = new Map(vectorLayers.map(({ id, fields }) => [id as string, fields]));
    const unknown = new Set<string>();
    for (const { layer, feature } of featuresOf()) {
      for (const [key, value] of Object.entries(feature.properties)) {
        const type = known.get(layer)?.[key];
        if (type?.toLowerCase() !== typeof value) unknown.add(`${layer}.${key}: ${typeof value}`);
      }
    }
    expect([...unknown]).toEqual([]);
  });

  it('has valid geometry throughout: directions, lengths, margins', () => {
    const faults: string[] = [];
    for (const { at, layer, feature } of featuresOf()) {
      const fault = faultOf(feature);
      if (fault !== undefined) faults.push(`${at.z}/${at.x}/${at.y} ${layer}: ${fault}`);
    }
    expect(faults.slice(0, 5)).toEqual([]);
  });

  it('shows classes of roads zoom by zoom, and buildings at the end', () => {
    const classesAt = (z: number) =>
      new Set(
        [...featuresOf('transportation')]
          .filter(({ at }) => at.z === z)
          .map(({ feature }) => feature.properties['class']),
      );
    expect(classesAt(5)).toEqual(new Set(['motorway', 'trunk']));
    expect(classesAt(9)).toContain('secondary');
    expect(classesAt(10)).not.toContain('minor');
    expect(classesAt(12)).toContain('minor');
    expect(classesAt(14)).toContain('path');
    expect(Math.min(...[...featuresOf('building')].map(({ at }) => at.z))).toBe(13);
  });

  it('keeps names in three languages', () => {
    const rivers = [...featuresOf('waterway')].map(({ feature }) => feature.properties);
    expect(rivers).toContainEqual(
      expect.objectContaining({ class: 'river', name: 'Ишим', name_en: 'Ishim River', name_ja: 'イシム川' }),
    );
  });

  it('has no seam where the source was cut: roads go on from tile to tile', () => {
    // At zoom 14 every fourth border is one at which the source was cut.
    const crossings = (x: number, side: number) =>
      [...featuresOf('transportation')]
        .filter(({ at, feature }) => at.z === 14 && at.x === x && feature.properties['class'] === 'secondary')
        .flatMap(({ at, feature }) =>
          feature.loadGeometry().flatMap((line) => crossingsAt(line, side).map((y) => y + at.y * 4096)),
        )
        .toSorted((a, b) => a - b);
    const [before, after] = [crossings(2860 * 4 - 1, 4096), crossings(2860 * 4, 0)];
    expect(before.length).toBeGreaterThan(0);
    expect(before).toHaveLength(after.length);
    before.forEach((y, index) => expect(Math.abs(y - (after[index] ?? 0))).toBeLessThan(3));
  });

  it('gives the same bytes again', async () => {
    const graph = await readFile(join(folder, 'astana.graph'));
    expect(Buffer.compare(await build('astana'), bytes)).toBe(0);
    expect(Buffer.compare(await readFile(join(folder, 'astana.graph')), graph)).toBe(0);
  }, 60_000);
});

function faultOf(feature: VectorTileFeature): string | undefined {
  const margin = 64 + 16;
  let outers = 0;
  for (const line of feature.loadGeometry()) {
    if (feature.type > 1 && line.length < (feature.type === 3 ? 4 : 2)) return 'too few positions';
    if (line.some(({ x, y }) => Math.min(x, y) < -margin || Math.max(x, y) > 4096 + margin))
      return 'outside the margin';
    if (feature.type === 1) continue;
    if (line.some(({ x, y }, index) => x === line[index - 1]?.x && y === line[index - 1]?.y))
      return 'a step of no length';
    if (feature.type !== 3) continue;
    let area = 0;
    line.forEach(({ x, y }, index) => {
      const previous = line[index - 1];
      if (previous !== undefined) area += previous.x * y - x * previous.y;
    });
    if (area === 0) return 'a ring without area';
    if (area > 0) outers++;
    else if (outers === 0) return 'a hole before its outline';
  }
  return undefined;
}

function crossingsAt(line: readonly { x: number; y: number }[], side: number): number[] {
  return line.flatMap(({ x, y }, index) => {
    const previous = line[index - 1];
    if (previous === undefined || previous.x > side === x > side) return [];
    return [previous.y + ((y - previous.y) * (side - previous.x)) / (x - previous.x)];
  });
}
