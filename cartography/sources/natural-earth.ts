import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Position as LongitudeLatitude } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryObject, Topology } from 'topojson-specification';
import { fromLongitudeLatitude, type Line, type Polygon } from '../geometry/world.ts';
import { unwrapLine, unwrapPolygon } from './antimeridian.ts';

/** Natural Earth's scales: 1 to so many million. */
export type Scale = '110m' | '50m' | '10m';

export interface Country {
  /** ISO 3166-1 alpha-2; missing for territories without a code. */
  readonly code: string | undefined;
  readonly name: string;
  readonly polygons: readonly Polygon[];
}

export interface NaturalEarth {
  readonly land: readonly Polygon[];
  readonly countries: readonly Country[];
  /** Borders between two countries, each once; coasts are not among them. */
  readonly borders: readonly Line[];
}

type Atlas = Topology<{
  countries: { type: 'GeometryCollection'; geometries: GeometryObject<{ name: string }>[] };
  land: GeometryObject;
}>;

const files: Readonly<Record<Scale, string>> = {
  '110m': import.meta.resolve('world-atlas/countries-110m.json'),
  '50m': import.meta.resolve('world-atlas/countries-50m.json'),
  '10m': import.meta.resolve('world-atlas/countries-10m.json'),
};

/** Reads one scale of the Natural Earth data in the package world-atlas, with nothing cut at the antimeridian. */
export async function readNaturalEarth(scale: Scale): Promise<NaturalEarth> {
  const atlas = JSON.parse(await readFile(fileURLToPath(files[scale]), 'utf8')) as Atlas;
  const { countries, land } = atlas.objects;
  return {
    land: polygonsOf(feature(atlas, land)),
    countries: feature(atlas, countries).features.map(({ id, properties, geometry }) => ({
      code: alpha2(id),
      name: properties.name,
      polygons: polygonsOf({ type: 'Feature', properties: null, geometry }),
    })),
    borders: mesh(atlas, countries, (a, b) => a !== b).coordinates.map((line) => toWorld(unwrapLine(line))),
  };
}

function polygonsOf(shape: GeoJSON.Feature | GeoJSON.FeatureCollection): Polygon[] {
  if (shape.type === 'FeatureCollection') return shape.features.flatMap(polygonsOf);
  const { geometry } = shape;
  const groups =
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
  return groups.map((rings) => unwrapPolygon(rings).map(toWorld));
}

function toWorld(line: readonly LongitudeLatitude[]): Line {
  return line.map(([longitude = 0, latitude = 0]) => fromLongitudeLatitude(longitude, latitude));
}

/** The atlas numbers countries by ISO 3166-1 numeric, which CLDR knows as aliases of the letters. */
function alpha2(id: string | number | undefined): string | undefined {
  if (id === undefined) return undefined;
  const region = new Intl.Locale(`und-${String(id).padStart(3, '0')}`).region;
  return region !== undefined && /^[A-Z]{2}$/u.test(region) ? region : undefined;
}
