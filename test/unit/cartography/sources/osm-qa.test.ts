import { beforeAll, describe, expect, it } from 'vitest';
import { readOsmQaTiles, type OsmExtract } from '../../../../cartography/sources/osm-qa.ts';
import { tileBox } from '../../../../cartography/geometry/world.ts';

let extract: OsmExtract;
beforeAll(async () => {
  extract = await readOsmQaTiles('osm-qa-astana');
});

describe('the OSM QA tiles of Astana', () => {
  it('cover four by four tiles of zoom 12', () => {
    const { minX, minY } = tileBox(12, 2859, 1366);
    const { maxX, maxY } = tileBox(12, 2862, 1369);
    expect(extract.box).toEqual({ minX, minY, maxX, maxY });
  });

  it('give each object once', () => {
    const keys = extract.features.map(({ type, id, kind }) => `${type}/${id}/${kind}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(49_000);
  });

  it('give streets that cross tiles in one piece', () => {
    const border = tileBox(12, 2860, 1367).maxX;
    const across = extract.features.filter(
      (feature) =>
        feature.kind === 'line' &&
        feature.tags['highway'] !== undefined &&
        feature.lines.some((line) => line.some(([x]) => x === border)),
    );
    expect(across.length).toBeGreaterThan(20);
    for (const feature of across) {
      if (feature.kind !== 'line') continue;
      expect(feature.lines, `way ${feature.id}`).toHaveLength(1);
      const [line = []] = feature.lines;
      const [start, end] = [line[0], line.at(-1)];
      // A ring has no end; where it was cut it may begin now.
      const isRing = start?.[0] === end?.[0] && start?.[1] === end?.[1];
      expect(!isRing && (start?.[0] === border || end?.[0] === border), `way ${feature.id}`).toBe(false);
    }
  });

  it('give areas that cross tiles as one outline', () => {
    const border = tileBox(12, 2860, 1367).maxX;
    const across = extract.features
      .filter(({ kind, tags }) => kind === 'area' && tags['building'] !== undefined)
      .filter(
        (feature) =>
          feature.kind === 'area' &&
          feature.polygons.some(([outer = []]) => outer.some(([x]) => x < border) && outer.some(([x]) => x > border)),
      );
    expect(across.length).toBeGreaterThan(0);
    for (const feature of across) if (feature.kind === 'area') expect(feature.polygons).toHaveLength(1);
  });

  it('drop who edited what and when', () => {
    const keys = new Set(extract.features.flatMap(({ tags }) => Object.keys(tags)));
    expect([...keys].filter((key) => key.startsWith('@'))).toEqual([]);
    expect(keys).toContain('name:ja');
  });
});
