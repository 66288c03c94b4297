import { labelPosition, polygonArea } from '../geometry/rings.ts';
import { worldSize, type Polygon } from '../geometry/world.ts';
import type { Country, NaturalEarth } from '../sources/natural-earth.ts';
import type { MapFeature } from './map-feature.ts';

const english = new Intl.DisplayNames('en', { type: 'region' });
const japanese = new Intl.DisplayNames('ja', { type: 'region' });

/** `place` of class country, each from the zoom on at which its name has room. */
export function countryFeatures({ countries }: NaturalEarth, maxZoom: number): MapFeature[] {
  return countries.flatMap((country): MapFeature[] => {
    const largest = country.polygons.toSorted((a, b) => polygonArea(b) - polygonArea(a))[0];
    if (largest === undefined) return [];
    const minZoom = countryZoom(largest);
    return [
      {
        layer: 'place',
        minZoom,
        maxZoom,
        rank: minZoom - 10,
        tags: { class: 'country', rank: Math.max(1, minZoom), ...countryNames(country) },
        shape: { kind: 'point', position: labelPosition(largest) },
      },
    ];
  });
}

/** `boundary` of level 2 between countries. */
export function borderFeatures({ borders }: NaturalEarth, minZoom: number, maxZoom: number): MapFeature[] {
  return borders.map((line) => ({
    layer: 'boundary',
    minZoom,
    maxZoom,
    rank: -2,
    tags: { admin_level: 2 },
    shape: { kind: 'line', lines: [line] },
  }));
}

function countryZoom(polygon: Polygon): number {
  const side = Math.sqrt(polygonArea(polygon)) / worldSize;
  return Math.min(Math.max(Math.round(Math.log2(0.03 / side) + 1), 1), 6);
}

/** CLDR's names: shorter and more usual than the atlas's, and there in Japanese. */
function countryNames({ code, name }: Country) {
  if (code === undefined) return { name };
  const local = english.of(code) ?? name;
  const inJapanese = japanese.of(code);
  return { name: local, iso_a2: code, ...(inJapanese === undefined ? {} : { name_ja: inJapanese }) };
}
