import type { LongitudeLatitude } from '../../../src/contract/screen/geography.ts';
import { turnBetween } from '../../../src/navigation/guidance/geometry.ts';
import type { Pose } from './motion.ts';

/** How the map follows the vehicle. */
export interface FollowMode {
  readonly heading: 'north-up' | 'heading-up';
  /** Guidance looks further ahead, and tilts. */
  readonly guiding: boolean;
}

/** What the map shows, in MapLibre's words. */
export interface CameraPose {
  readonly center: LongitudeLatitude;
  readonly zoom: number;
  readonly bearing: number;
  readonly pitch: number;
}

/** Metres a second, and the zoom at which so fast a driver sees far enough. */
const speedZooms = [
  [0, 17],
  [9, 16.7],
  [14, 16.2],
  [22, 15.4],
  [33, 14.4],
] as const;
/** Metres before a turn from which its junction is shown close. */
const closeTurn = 260;
const turnZoom = 17.3;

/** @param speed metres a second; @param toTurn metres to the next thing to do, where guided */
export function guidanceZoom(speed: number, toTurn: number | undefined): number {
  const cruising = interpolate(speedZooms, speed);
  if (toTurn === undefined || toTurn >= closeTurn) return cruising;
  const near = 1 - toTurn / closeTurn;
  return cruising + Math.max(0, turnZoom - cruising) * Math.min(1, near * 2);
}

function interpolate(stops: readonly (readonly [number, number])[], at: number): number {
  const next = stops.findIndex(([from]) => from > at);
  const last = stops[stops.length - 1];
  if (next === -1) return last?.[1] ?? 0;
  const [[low, first], [high, second]] = [stops[Math.max(0, next - 1)] ?? [0, 0], stops[next] ?? [1, 0]];
  return high === low ? second : first + ((second - first) * (at - low)) / (high - low);
}

/** What following shows of the vehicle. @param zoom the one wanted */
export function followPose(pose: Pose, { heading, guiding }: FollowMode, zoom: number): CameraPose {
  const headingUp = heading === 'heading-up';
  return {
    center: pose.position,
    zoom,
    bearing: headingUp ? (pose.heading ?? 0) : 0,
    pitch: guiding && headingUp ? 50 : 0,
  };
}

/** From one pose to another; `part` 1 is there. */
export function blend(from: CameraPose, to: CameraPose, part: number): CameraPose {
  if (part >= 1) return to;
  const eased = part * part * (3 - 2 * part);
  const mix = (start: number, end: number) => start + (end - start) * eased;
  return {
    center: [mix(from.center[0], to.center[0]), mix(from.center[1], to.center[1])],
    zoom: mix(from.zoom, to.zoom),
    bearing: from.bearing + turnBetween(from.bearing, to.bearing) * eased,
    pitch: mix(from.pitch, to.pitch),
  };
}

/** Nearer to `to` by what passes in `elapsed` milliseconds, all but a third of it in `settling`. */
export function approach(from: number, to: number, elapsed: number, settling: number): number {
  return to + (from - to) * Math.exp(-elapsed / settling);
}
