import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classifyRings, VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { joinLines } from '../geometry/join-lines.ts';
import { mergePolygons } from '../geometry/merge-polygons.ts';
import { tileBox, type Box, type Line, type Polygon, type Position } from '../geometry/world.ts';
import type { OsmFeature, OsmTags } from './osm-feature.ts';

/** Tags about the editing history, and imports' own columns: nothing on a map comes of them. */
const dropped = /^@|^source|^mvdgis:|^note|^fixme/u;

/** Clip positions at a border were rounded in each tile for itself: they differ by a unit at most. */
const borderTolerance = 2;

interface Pieces {
  readonly id: number;
  readonly type: OsmFeature['type'];
  readonly tags: OsmTags;
  readonly points: Position[];
  readonly lines: Line[];
  readonly polygons: Polygon[];
}

export interface OsmExtract {
  readonly features: readonly OsmFeature[];
  /** The area that the source covers. */
  readonly box: Box;
}

/**
 * Reads a folder of OSM QA tiles (`real-world/<folder>` of @mapbox/mvt-fixtures): vector tiles that hold complete
 * OpenStreetMap objects with their tags, clipped at the tile's edge without a margin. Pieces of one object are put
 * together again by its id, so that no seam remains.
 */
export async function readOsmQaTiles(folder: string): Promise<OsmExtract> {
  const directory = fileURLToPath(new URL(`real-world/${folder}`, import.meta.resolve('@mapbox/mvt-fixtures')));
  const names = (await readdir(directory)).filter((name) => /^\d+-\d+-\d+\.mvt$/u.test(name)).toSorted();
  const objects = new Map<string, Pieces>();
  const boxes: Box[] = [];
  for (const name of names) {
    const [z = 0, x = 0, y = 0] = name.split(/[-.]/u).slice(0, 3).map(Number);
    const box = tileBox(z, x, y);
    boxes.push(box);
    const layer = new VectorTile(new PbfReader(await readFile(join(directory, name)))).layers['osm'];
    for (let index = 0; index < (layer?.length ?? 0); index++) {
      const feature = layer?.feature(index);
      if (feature !== undefined) collect(objects, feature, box);
    }
  }
  return {
    features: [...objects.values()].flatMap(whole),
    box: {
      minX: Math.min(...boxes.map(({ minX }) => minX)),
      minY: Math.min(...boxes.map(({ minY }) => minY)),
      maxX: Math.max(...boxes.map(({ maxX }) => maxX)),
      maxY: Math.max(...boxes.map(({ maxY }) => maxY)),
    },
  };
}

function collect(objects: Map<string, Pieces>, feature: VectorTileFeature, box: Box): void {
  const id = Number(feature.properties['@id']);
  const type = feature.properties['@type'] as OsmFeature['type'];
  const key = `${type}/${id}`;
  let pieces = objects.get(key);
  if (pieces === undefined) {
    const tags = Object.fromEntries(
      Object.entries(feature.properties)
        .filter(([name]) => !dropped.test(name))
        .map(([name, value]) => [name, String(value)]),
    );
    pieces = { id, type, tags, points: [], lines: [], polygons: [] };
    objects.set(key, pieces);
  }
  const scale = (box.maxX - box.minX) / feature.extent;
  const toWorld = ({ x, y }: { x: number; y: number }): Position => [box.minX + x * scale, box.minY + y * scale];
  const geometry = feature.loadGeometry();
  if (feature.type === 1) pieces.points.push(...geometry.flat().map(toWorld));
  if (feature.type === 2) pieces.lines.push(...geometry.map((line) => line.map(toWorld)));
  if (feature.type === 3) {
    pieces.polygons.push(...classifyRings(geometry).map((rings) => rings.map((ring) => ring.map(toWorld))));
  }
}

function whole({ id, type, tags, points, lines, polygons }: Pieces): OsmFeature[] {
  const object = { id, type, tags };
  const features: OsmFeature[] = [];
  // A node on a border stands in both tiles.
  if (points[0] !== undefined) features.push({ ...object, kind: 'point', position: points[0] });
  if (lines.length > 0) {
    const joined = lines.length === 1 ? lines : joinLines(lines, { tolerance: borderTolerance });
    features.push({ ...object, kind: 'line', lines: joined });
  }
  if (polygons.length > 0) {
    features.push({ ...object, kind: 'area', polygons: polygons.length === 1 ? polygons : mergePolygons(polygons) });
  }
  return features;
}
