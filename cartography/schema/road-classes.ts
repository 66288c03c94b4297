import type { OsmTags } from '../sources/osm-feature.ts';

interface RoadClass {
  /** The zoom at which the class appears, and at which its names do. */
  readonly minZoom: number;
  readonly nameZoom: number;
  /** Drawing order. */
  readonly rank: number;
}

export const roadClasses = {
  motorway: { minZoom: 4, nameZoom: 10, rank: 12 },
  trunk: { minZoom: 5, nameZoom: 11, rank: 11 },
  primary: { minZoom: 7, nameZoom: 11, rank: 10 },
  secondary: { minZoom: 9, nameZoom: 12, rank: 9 },
  tertiary: { minZoom: 10, nameZoom: 13, rank: 8 },
  minor: { minZoom: 12, nameZoom: 14, rank: 6 },
  service: { minZoom: 13, nameZoom: 14, rank: 4 },
  path: { minZoom: 13, nameZoom: 14, rank: 2 },
  rail: { minZoom: 9, nameZoom: 14, rank: 7 },
  ferry: { minZoom: 8, nameZoom: 12, rank: 0 },
  pier: { minZoom: 12, nameZoom: 14, rank: 1 },
} as const satisfies Record<string, RoadClass>;
export type RoadClassName = keyof typeof roadClasses;

/** A way that something or somebody moves along. */
export interface Way {
  readonly class: RoadClassName;
  /** OpenStreetMap's own word: residential, footway, tram … */
  readonly subclass: string;
  readonly minZoom: number;
  /** A link between two roads of its class. */
  readonly ramp: boolean;
  /** 1 along the line, -1 against it, 0 both ways. */
  readonly oneway: 1 | -1 | 0;
  readonly bridge: boolean;
  readonly tunnel: boolean;
  /** Above or below others: -5 to 5. */
  readonly height: number;
  readonly unpaved: boolean;
}

const highways: Readonly<Record<string, RoadClassName>> = {
  motorway: 'motorway',
  trunk: 'trunk',
  primary: 'primary',
  secondary: 'secondary',
  tertiary: 'tertiary',
  residential: 'minor',
  unclassified: 'minor',
  living_street: 'minor',
  road: 'minor',
  service: 'service',
  track: 'service',
  pedestrian: 'path',
  footway: 'path',
  path: 'path',
  cycleway: 'path',
  steps: 'path',
  bridleway: 'path',
  corridor: 'path',
};
const railways = /^(?:rail|light_rail|tram|subway|narrow_gauge|monorail|funicular)$/u;
const piers = /^(?:pier|breakwater|groyne)$/u;

/** Minor uses of a class appear later than the class. */
const detailedServices = /^(?:parking_aisle|driveway|drive-through|yard|spur|siding|crossover)$/u;

export function classifyWay(tags: OsmTags): Way | undefined {
  const kind = kindOf(tags);
  if (kind === undefined || tags['area'] === 'yes') return undefined;
  const { ramp } = kind;
  const isDetail = detailedServices.test(tags['service'] ?? '') || kind.subclass === 'steps';
  const { minZoom } = roadClasses[kind.class];
  const bridge = isSet(tags['bridge']);
  const tunnel = isSet(tags['tunnel']) && kind.class !== 'pier';
  const layer = Number.parseInt(tags['layer'] ?? '', 10);
  return {
    ...kind,
    minZoom: Math.min(isDetail ? Math.max(minZoom + 1, 13) : minZoom + (ramp ? 4 : 0), 14),
    oneway: onewayOf(tags, kind.class),
    bridge,
    tunnel,
    height: Number.isNaN(layer) ? (bridge ? 1 : tunnel ? -1 : 0) : Math.min(Math.max(layer, -5), 5),
    unpaved: /^(?:unpaved|gravel|dirt|ground|earth|sand|grass|compacted|fine_gravel|pebblestone|mud)$/u.test(
      tags['surface'] ?? '',
    ),
  };
}

function kindOf(tags: OsmTags): Pick<Way, 'class' | 'subclass' | 'ramp'> | undefined {
  const highway = tags['highway'];
  if (highway !== undefined) {
    const plain = highway.replace(/_link$/u, '');
    const roadClass = highways[plain];
    return roadClass === undefined ? undefined : { class: roadClass, subclass: plain, ramp: plain !== highway };
  }
  const railway = tags['railway'];
  if (railway !== undefined && railways.test(railway)) return { class: 'rail', subclass: railway, ramp: false };
  if (tags['route'] === 'ferry') return { class: 'ferry', subclass: 'ferry', ramp: false };
  const built = tags['man_made'];
  if (built !== undefined && piers.test(built)) return { class: 'pier', subclass: built, ramp: false };
  return undefined;
}

function onewayOf(tags: OsmTags, roadClass: RoadClassName): Way['oneway'] {
  if (roadClass === 'rail' || roadClass === 'path') return 0;
  const oneway = tags['oneway'];
  if (oneway === '-1' || oneway === 'reverse') return -1;
  if (oneway === 'yes' || oneway === '1' || oneway === 'true') return 1;
  const implied = tags['highway'] === 'motorway' || tags['junction'] === 'roundabout';
  return implied && oneway !== 'no' ? 1 : 0;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== 'no' && value !== 'proposed';
}
