import { joinLines } from '../geometry/join-lines.ts';
import type { Line } from '../geometry/world.ts';
import type { OsmFeature, OsmLine } from '../sources/osm-feature.ts';
import { highestTileZoom, type MapFeature, type MapTags } from './map-feature.ts';
import { namesOf } from './names.ts';
import { classifyWay, roadClasses, type Way } from './road-classes.ts';

/** Up to this zoom roads are drawn for their class alone; from the next on with bridges, direction and surface. */
const generalZoom = 12;

interface ClassifiedLine extends Way {
  readonly osm: OsmLine;
}

/** `transportation` and `transportation_name` of all lines together: what belongs together is joined first. */
export function roadFeatures(features: readonly OsmFeature[]): MapFeature[] {
  const ways = features.flatMap((osm): ClassifiedLine[] => {
    const way = osm.kind === 'line' ? classifyWay(osm.tags) : undefined;
    return way === undefined || osm.kind !== 'line' ? [] : [{ ...way, osm }];
  });
  return [...generalRoads(ways), ...detailedRoads(ways), ...roadNames(ways)];
}

/** Long lines, so that simplification and small zooms leave roads whole instead of dropping short pieces. */
function generalRoads(ways: readonly ClassifiedLine[]): MapFeature[] {
  const groups = groupBy(
    ways.filter(({ minZoom }) => minZoom <= generalZoom),
    ({ class: roadClass, ramp, minZoom }) => `${roadClass}|${ramp}|${minZoom}`,
  );
  return [...groups.values()].flatMap((group): MapFeature[] => {
    const [first] = group;
    if (first === undefined) return [];
    const named = groupBy(group, ({ osm }) => osm.tags['name'] ?? osm.tags['ref'] ?? '');
    const lines = [...named.values()].flatMap((part) => joined(part, true));
    return joinLines(lines, { reversible: true }).map((line) => ({
      layer: 'transportation',
      minZoom: first.minZoom,
      maxZoom: generalZoom,
      rank: roadClasses[first.class].rank - (first.ramp ? 0.5 : 0),
      tags: { class: first.class, ...(first.ramp ? { ramp: true } : {}) },
      shape: { kind: 'line', lines: [line] },
    }));
  });
}

function detailedRoads(ways: readonly ClassifiedLine[]): MapFeature[] {
  const groups = groupBy(ways, (way) => JSON.stringify([way.minZoom, detailTags(way), way.osm.tags['name'] ?? '']));
  return [...groups.values()].flatMap((group): MapFeature[] => {
    const [first] = group;
    if (first === undefined) return [];
    const tags = detailTags(first);
    const height = first.height;
    return joined(group, tags['oneway'] === undefined).map((line) => ({
      layer: 'transportation',
      minZoom: Math.max(first.minZoom, generalZoom + 1),
      maxZoom: highestTileZoom,
      rank: height * 100 + roadClasses[first.class].rank - (first.ramp ? 0.5 : 0),
      tags,
      shape: { kind: 'line', lines: [line] },
    }));
  });
}

function detailTags({ class: roadClass, subclass, ramp, oneway, bridge, tunnel, height, unpaved }: Way): MapTags {
  return {
    class: roadClass,
    subclass,
    ...(ramp ? { ramp: true } : {}),
    ...(oneway === 0 ? {} : { oneway }),
    ...(bridge ? { bridge: true } : {}),
    ...(tunnel ? { tunnel: true } : {}),
    ...(height === 0 ? {} : { layer: height }),
    ...(unpaved ? { surface: 'unpaved' } : {}),
  };
}

function roadNames(ways: readonly ClassifiedLine[]): MapFeature[] {
  const named = ways.filter(({ osm, ramp }) => !ramp && (osm.tags['name'] ?? osm.tags['ref']) !== undefined);
  const groups = groupBy(named, ({ class: roadClass, osm }) =>
    JSON.stringify([roadClass, namesOf(osm.tags), osm.tags['ref'] ?? '']),
  );
  return [...groups.values()].flatMap((group): MapFeature[] => {
    const [first] = group;
    if (first === undefined) return [];
    const ref = first.osm.tags['ref'];
    const { rank, nameZoom } = roadClasses[first.class];
    return joined(group, true).map((line) => ({
      layer: 'transportation_name',
      minZoom: nameZoom,
      maxZoom: highestTileZoom,
      // Names of great roads come first: whoever places labels in order places them first.
      rank: -rank,
      tags: { class: first.class, ...namesOf(first.osm.tags), ...(ref === undefined ? {} : { ref }) },
      shape: { kind: 'line', lines: [line] },
    }));
  });
}

function joined(group: readonly ClassifiedLine[], reversible: boolean): Line[] {
  return joinLines(
    group.flatMap(({ osm }) => osm.lines),
    { reversible },
  );
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  return Map.groupBy(items, keyOf);
}
