import { roadClasses, type RoadClass } from '../../src/navigation/route.ts';
import type { OsmTags } from '../sources/osm-feature.ts';

/** A way of OpenStreetMap as a car sees it. */
export interface CarWay {
  readonly roadClass: RoadClass;
  readonly ramp: boolean;
  readonly roundabout: boolean;
  /** 1: along the line alone, -1: against it alone, 0: both ways. */
  readonly direction: 1 | -1 | 0;
  /** For those alone who have business there. */
  readonly restricted: boolean;
  /** Kilometres an hour on its sign; 0 where unknown. */
  readonly speedLimit: number;
  /** Kilometres an hour that it is driven at. */
  readonly speed: number;
  readonly name: string | undefined;
  readonly ref: string | undefined;
}

const highways: Readonly<Record<string, RoadClass>> = {
  motorway: 'motorway',
  trunk: 'trunk',
  primary: 'primary',
  secondary: 'secondary',
  tertiary: 'tertiary',
  unclassified: 'minor',
  road: 'minor',
  residential: 'residential',
  living_street: 'living-street',
  service: 'service',
  track: 'track',
};

/** By class: the limit where no sign is known, and the share of a limit that one drives between stops and crossings. */
const speeds: Readonly<Record<RoadClass, readonly [limit: number, share: number]>> = {
  motorway: [110, 0.95],
  trunk: [80, 0.9],
  primary: [60, 0.85],
  secondary: [50, 0.8],
  tertiary: [50, 0.75],
  minor: [50, 0.7],
  residential: [45, 0.65],
  'living-street': [20, 0.7],
  service: [25, 0.6],
  track: [25, 0.6],
};
const rampSpeed = 50;
const roundaboutSpeed = 30;
const unpavedSpeed = 30;
const parkingSpeed = 10;

const unpaved = /^(?:unpaved|gravel|dirt|ground|earth|sand|grass|compacted|fine_gravel|pebblestone|mud)$/u;
const parking = /^(?:parking_aisle|driveway|drive-through)$/u;
const closed = /^(?:no|agricultural|forestry|bus|psv|emergency|military|official)$/u;
const restricted = /^(?:private|destination|customers|delivery|permit|residents)$/u;

/** What a car may do on a way, or undefined where it may not drive on it at all. */
export function carWay(tags: OsmTags): CarWay | undefined {
  const highway = tags['highway'] ?? '';
  const plain = highway.replace(/_link$/u, '');
  const roadClass = highways[plain];
  const access = accessOf(tags);
  if (roadClass === undefined || tags['area'] === 'yes' || tags['service'] === 'emergency_access') return undefined;
  const direction = directionOf(tags, roadClass);
  if (closed.test(access) || direction === undefined) return undefined;
  const ramp = plain !== highway;
  const roundabout = /^(?:roundabout|circular)$/u.test(tags['junction'] ?? '');
  const speedLimit = speedLimitOf(tags['maxspeed']);
  const text = (key: string) => (tags[key] === undefined || tags[key] === '' ? undefined : tags[key].slice(0, 200));
  return {
    roadClass,
    ramp,
    roundabout,
    direction,
    restricted: restricted.test(access),
    speedLimit,
    speed: speedOf(tags, roadClass, { ramp, roundabout, speedLimit }),
    name: text('name'),
    ref: text('ref'),
  };
}

/** The most special of the keys that say who may drive here (OpenStreetMap's hierarchy of vehicles). */
function accessOf(tags: OsmTags): string {
  return tags['motorcar'] ?? tags['motor_vehicle'] ?? tags['vehicle'] ?? tags['access'] ?? '';
}

function directionOf(tags: OsmTags, roadClass: RoadClass): CarWay['direction'] | undefined {
  const oneway = tags['oneway'];
  if (oneway === '-1' || oneway === 'reverse') return -1;
  if (oneway === 'yes' || oneway === '1' || oneway === 'true') return 1;
  // Which way such a road leads now, no map knows.
  if (oneway === 'reversible' || oneway === 'alternating') return undefined;
  const implied = roadClass === 'motorway' || /^(?:roundabout|circular)$/u.test(tags['junction'] ?? '');
  return implied && oneway !== 'no' ? 1 : 0;
}

/** A limit in kilometres an hour; 0 where it is none or unknown. */
function speedLimitOf(text = ''): number {
  const [, digits, unit] = /^(\d{1,3})(?:\s?(mph|km\/h))?$/u.exec(text) ?? [];
  if (digits === undefined) return 0;
  return Math.min(255, Math.round(Number(digits) * (unit === 'mph' ? 1.609_344 : 1)));
}

function speedOf(
  tags: OsmTags,
  roadClass: RoadClass,
  { ramp, roundabout, speedLimit }: Pick<CarWay, 'ramp' | 'roundabout' | 'speedLimit'>,
): number {
  const [usual, share] = speeds[roadClass];
  const most = [
    (speedLimit === 0 ? usual : speedLimit) * share,
    ramp ? rampSpeed : Infinity,
    roundabout ? roundaboutSpeed : Infinity,
    unpaved.test(tags['surface'] ?? '') ? unpavedSpeed : Infinity,
    parking.test(tags['service'] ?? '') ? parkingSpeed : Infinity,
  ];
  return Math.max(5, Math.round(Math.min(...most)));
}

export const roadClassIndex = (roadClass: RoadClass): number => roadClasses.indexOf(roadClass);

const barriers =
  /^(?:bollard|block|cycle_barrier|chain|stile|turnstile|full-height_turnstile|kissing_gate|horse_stile|log|jersey_barrier|debris|planter|fence|wall)$/u;

/** Whether a node lets no car through; gates and barriers with somebody to open them are taken for open. */
export function blocksCars(tags: OsmTags): boolean {
  if (tags['barrier'] === undefined) return false;
  const access = accessOf(tags);
  return (
    access === 'no' || (barriers.test(tags['barrier']) && !/^(?:yes|permissive|designated|destination)$/u.test(access))
  );
}
