import type { ManoeuvreKind } from '../../contract/screen/route.ts';
import { roadClasses, type OtherWay, type RoadClass, type RouteStretch } from '../route.ts';
import { turnBetween } from './geometry.ts';

/** What is done at a junction. */
export interface Turn {
  readonly kind: ManoeuvreKind;
  readonly keep: boolean;
}

export interface TurnInput {
  readonly leaves: RouteStretch;
  readonly enters: RouteStretch;
  /** Degrees from the one to the other; to the right is positive. */
  readonly angle: number;
  /** The direction in which one comes, clockwise from north. */
  readonly from: number;
  readonly others: readonly OtherWay[];
}

/** Degrees. Up to `straight` one goes straight on; `slight` turns are under the next, and so forth. */
const straight = 25;
const slight = 50;
const sharp = 120;
const back = 160;
/** Ways that lie nearer to straight on than this compete with a way that goes about straight on. */
const forkReach = 50;
/** A way that leaves by so much more than the route's does not mislead anybody. */
const obviousBy = 20;
/** Classes of road between two that drivers take for alike. */
const alike = 2;

interface Way {
  readonly angle: number;
  readonly roadClass: RoadClass;
  readonly ramp: boolean;
}

/** What a driver has to be told at a junction; undefined where the way goes on without a choice. */
export function turnAt({ leaves, enters, angle, from, others }: TurnInput): Turn | undefined {
  const ways = others
    .map((way): Way => ({ ...way, angle: turnBetween(from, way.bearing) }))
    .filter((way) => Math.abs(way.angle) < back + 10 && matters(way, leaves, enters, angle));
  const size = Math.abs(angle);
  const side = angle < 0 ? 'left' : 'right';
  if (size >= back) return { kind: 'u-turn', keep: false };
  if (leaves.ramp && !enters.ramp && size < 60 && isFast(enters.roadClass)) return { kind: 'merge', keep: false };
  if (ways.length === 0) return undefined;
  if (!leaves.ramp && enters.ramp && size < 60) {
    const main = straightest(ways);
    return { kind: main.angle > angle ? 'ramp-left' : 'ramp-right', keep: false };
  }
  if (size < slight) return fork({ angle, leaves, enters }, ways);
  // A road that bends, with nothing but a way of no rank that leaves it more sharply: nobody takes that one.
  const bends = sameName(leaves, enters) && ways.every((way) => isMinor(way, enters) && Math.abs(way.angle) > size);
  if (bends) return undefined;
  return { kind: size < sharp ? side : `sharp-${side}`, keep: false };
}

/** Going about straight on: nothing to say, unless another way could be taken for it. */
function fork({ angle, leaves, enters }: Pick<TurnInput, 'angle' | 'leaves' | 'enters'>, ways: readonly Way[]) {
  const size = Math.abs(angle);
  // Passing an exit, or the end of a ramp that joins, is going on.
  const passes = (way: Way) => way.ramp && !enters.ramp;
  const rivals = ways.filter(
    (way) =>
      Math.abs(way.angle) < forkReach &&
      !passes(way) &&
      !(size < straight && Math.abs(way.angle) > size + obviousBy && sameName(leaves, enters)) &&
      rankOf(way.roadClass) <= rankOf(enters.roadClass) + alike,
  );
  if (rivals.length === 0) {
    const straighter = ways.some((way) => Math.abs(way.angle) < size && !passes(way));
    return size >= straight && straighter ? slightTurn(angle < 0, false) : undefined;
  }
  if (rivals.every((way) => way.angle > angle)) return slightTurn(true, size < straight + 10);
  if (rivals.every((way) => way.angle < angle)) return slightTurn(false, size < straight + 10);
  return { kind: 'continue', keep: true } satisfies Turn;
}

function slightTurn(left: boolean, keep: boolean): Turn {
  return { kind: left ? 'slight-left' : 'slight-right', keep };
}

/** Drives and tracks off a real road are not what a driver looks for, unless they go straight on where the road bends. */
function matters(way: Way, leaves: RouteStretch, enters: RouteStretch, angle: number): boolean {
  const offRoad = (roadClass: RoadClass) => roadClass === 'service' || roadClass === 'track';
  if (!offRoad(way.roadClass) || offRoad(leaves.roadClass) || offRoad(enters.roadClass)) return true;
  return Math.abs(angle) >= slight && Math.abs(way.angle) < straight;
}

const isMinor = (way: Way, enters: RouteStretch) => rankOf(way.roadClass) > rankOf(enters.roadClass) + alike;
const rankOf = (roadClass: RoadClass) => roadClasses.indexOf(roadClass);
const isFast = (roadClass: RoadClass) => rankOf(roadClass) <= roadClasses.indexOf('primary');

function sameName(one: RouteStretch, other: RouteStretch): boolean {
  if (one.name === undefined && other.name === undefined) return one.ref === other.ref && one.ramp === other.ramp;
  return one.name === other.name;
}

function straightest(ways: readonly Way[]): Way {
  return ways.reduce((best, way) => (Math.abs(way.angle) < Math.abs(best.angle) ? way : best));
}
