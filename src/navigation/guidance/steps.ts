import type { LongitudeLatitude } from '../../contract/screen/geography.ts';
import type { ManoeuvreKind } from '../../contract/screen/route.ts';
import type { RouteStretch } from '../route.ts';
import { bearingOf, metresBetween, offset, turnBetween } from './geometry.ts';
import { placeAt, type RouteLine } from './route-line.ts';
import { turnAt, type Turn } from './turn-at.ts';

export type Side = 'left' | 'right';

/** One thing to do, before it is put into words. */
export interface Step {
  readonly kind: ManoeuvreKind;
  /** Index of the point of the route's line where it is done. */
  readonly at: number;
  /** Metres from the route's start: where it begins, and where it is over (of a roundabout, its exit). */
  readonly distance: number;
  readonly ends: number;
  /** At a fork one keeps to a side rather than turns. */
  readonly keep: boolean;
  readonly road?: string;
  readonly exit?: number;
  /** Of the arrival: where the destination lies. */
  readonly side?: Side;
}

export interface StepOptions {
  /** The side of the road that one drives on. */
  readonly drivesOn: Side;
  /** The destination itself, which may lie off the road. */
  readonly destination?: LongitudeLatitude;
}

/** Metres of road on either side of a junction that tell its bearings. */
const bearingReach = 15;
/** Metres: a longer slip road is a ramp to be announced as such. */
const longestSlipRoad = 120;
/** Metres between the two turns around a median that are one U-turn. */
const widestMedian = 45;
/** Metres beside the road from which a destination lies on a side of it. */
const besideRoad = 6;

/** The things to do on a route in their order, from `depart` to `arrive`. A bend without a choice is none. */
export function stepsOf(line: RouteLine, options: StepOptions): readonly Step[] {
  const { stretches } = line;
  const steps: (Step & { readonly turn?: JunctionTurn })[] = [
    { kind: 'depart', at: 0, distance: 0, ends: 0, keep: false, ...road(stretches[0]) },
  ];
  let index = 0;
  while (index + 1 < stretches.length) {
    const junction = junctionAfter(line, index, options);
    if (junction.step !== undefined) steps.push(junction.step);
    index = junction.next;
  }
  return [...aroundMedians(steps, options.drivesOn), arrival(line, options.destination)];
}

interface JunctionTurn {
  readonly from: number;
  readonly to: number;
  readonly leaves: RouteStretch;
  readonly enters: RouteStretch;
}

interface Junction {
  readonly step?: Step & { readonly turn?: JunctionTurn };
  /** The stretch that one is on behind it. */
  readonly next: number;
}

function junctionAfter(line: RouteLine, index: number, options: StepOptions): Junction {
  const { stretches } = line;
  const leaves = stretches[index];
  const enters = stretches[index + 1];
  if (leaves === undefined || enters === undefined) return { next: index + 1 };
  if (enters.roundabout && !leaves.roundabout) return roundabout(line, index, options.drivesOn);
  const slip = slipRoadEnd(stretches, index);
  const behind = stretches[slip] ?? enters;
  const from = bearingInto(leaves.line);
  const to = bearingOutOf(behind.line);
  const turn = turnAt({ leaves, enters: behind, angle: turnBetween(from, to), from, others: leaves.otherWays });
  if (turn === undefined) return { next: slip };
  const place = placeOf(line, index + 1);
  const kept = { from, to, leaves, enters: behind };
  return { next: slip, step: { ...turnStep(turn), ...place, ends: place.distance, ...road(behind), turn: kept } };
}

const turnStep = ({ kind, keep }: Turn): Turn => ({ kind, keep });

/** Where the short slip road of an ordinary junction leads to; the next stretch where there is none. */
function slipRoadEnd(stretches: readonly RouteStretch[], index: number): number {
  const fast = (stretch: RouteStretch | undefined) =>
    stretch === undefined || stretch.roadClass === 'motorway' || stretch.roadClass === 'trunk';
  let end = index + 1;
  let length = 0;
  while (stretches[end]?.ramp === true) {
    length += stretches[end]?.length ?? 0;
    end += 1;
  }
  const isSlip = length <= longestSlipRoad && stretches[index]?.ramp === false && !fast(stretches[index]);
  return isSlip && !fast(stretches[end]) ? end : index + 1;
}

/** Counts the exits that are passed; where the route ends inside, no exit is named. */
function roundabout(line: RouteLine, index: number, drivesOn: Side): Junction {
  const { stretches } = line;
  let last = index + 1;
  let passed = 0;
  while (stretches[last + 1]?.roundabout === true) {
    passed += stretches[last]?.otherWays.length ?? 0;
    last += 1;
  }
  const inside = stretches[last];
  const out = stretches[last + 1];
  const place = placeOf(line, index + 1);
  const step = { kind: 'roundabout', keep: false, ...place } as const;
  if (inside === undefined || out === undefined) return { next: last, step: { ...step, ends: line.length } };
  // Round to the left where one drives on the right: of several exits at one place, the one further right comes first.
  const outward = drivesOn === 'right' ? 1 : -1;
  const from = bearingInto(inside.line);
  const angle = turnBetween(from, bearingOutOf(out.line)) * outward;
  const before = inside.otherWays.filter((way) => turnBetween(from, way.bearing) * outward > angle + 1).length;
  const ends = placeOf(line, last + 1).distance;
  return { next: last + 1, step: { ...step, ends, exit: Math.min(30, passed + before + 1), ...road(out) } };
}

/** Two turns towards the other carriageway of the same road are one U-turn. */
function aroundMedians(steps: readonly (Step & { readonly turn?: JunctionTurn })[], drivesOn: Side): Step[] {
  const inward = drivesOn === 'right' ? ['left', 'sharp-left'] : ['right', 'sharp-right'];
  const merged: Step[] = [];
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index];
    if (step === undefined) break;
    const after = steps[index + 1];
    const { turn, ...plain } = step;
    if (
      turn !== undefined &&
      after?.turn !== undefined &&
      inward.includes(step.kind) &&
      inward.includes(after.kind) &&
      after.distance - step.ends <= widestMedian &&
      sameRoad(turn.leaves, after.turn.enters) &&
      Math.abs(turnBetween(turn.from, after.turn.to)) >= 150
    ) {
      merged.push({ ...plain, kind: 'u-turn', ends: after.ends, ...road(after.turn.enters) });
      index += 1;
    } else merged.push(plain);
  }
  return merged;
}

function sameRoad(one: RouteStretch, other: RouteStretch): boolean {
  const { name, ref } = roadNames(one);
  const names = roadNames(other);
  return (name !== undefined && name === names.name) || (ref !== undefined && ref === names.ref);
}

const roadNames = ({ name, ref }: RouteStretch) => ({ name, ref });

function arrival(line: RouteLine, destination: LongitudeLatitude | undefined): Step {
  const at = Math.max(0, line.points.length - 1);
  const step = { kind: 'arrive', at, distance: line.length, ends: line.length, keep: false } as const;
  const { position, heading } = placeAt(line, line.length);
  if (destination === undefined || metresBetween(position, destination) < besideRoad) return step;
  const { east, north } = offset(position, destination);
  const angle = turnBetween(heading, (Math.atan2(east, north) * 180) / Math.PI);
  // Straight on or behind, a side would mislead.
  if (Math.abs(angle) < 30 || Math.abs(angle) > 150) return step;
  return { ...step, side: angle < 0 ? 'left' : 'right' };
}

function placeOf(line: RouteLine, stretch: number): { at: number; distance: number } {
  const at = line.starts[stretch] ?? line.points.length - 1;
  return { at, distance: line.distances[at] ?? line.length };
}

function road(stretch: RouteStretch | undefined): { road?: string } {
  const name = stretch?.name ?? stretch?.ref;
  return name === undefined || name === '' ? {} : { road: name.slice(0, 200) };
}

/** The direction in which a line comes to its end. */
function bearingInto(line: readonly LongitudeLatitude[]): number {
  const end = line[line.length - 1] ?? [0, 0];
  let index = line.length - 2;
  while (index > 0 && metresBetween(line[index] ?? end, end) < bearingReach) index -= 1;
  return bearingOf(line[index] ?? end, end);
}

/** The direction in which a line leaves its beginning. */
function bearingOutOf(line: readonly LongitudeLatitude[]): number {
  const start = line[0] ?? [0, 0];
  let index = 1;
  while (index < line.length - 1 && metresBetween(start, line[index] ?? start) < bearingReach) index += 1;
  return bearingOf(start, line[index] ?? start);
}
