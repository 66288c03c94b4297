import type { FeatureCollection } from 'geojson';
import type { InstalledRegion } from '../tiles/installed-regions.ts';

/** Where regions have ground of their own: the world's shores, rough as they are, are covered there. */
export function coverageOf(regions: readonly InstalledRegion[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: regions
      .filter(({ overview }) => !overview)
      .map(({ bounds: [west, south, east, north] }) => ({
        type: 'Feature',
        properties: {},
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [west, south],
              [east, south],
              [east, north],
              [west, north],
              [west, south],
            ],
          ],
        },
      })),
  };
}
