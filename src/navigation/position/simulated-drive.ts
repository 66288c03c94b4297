import type { Fix } from '../../contract/screen/route.ts';
import { bearingOf, turnBetween } from '../guidance/geometry.ts';
import { placeAt, segmentAt, stretchOf, type RouteLine } from '../guidance/route-line.ts';

/** Metres a second squared, as careful drivers do. */
const acceleration = 2;
const braking = 2.5;
/** Seconds of one step of the reckoning. */
const step = 0.2;
/** Metres a second: nobody who drives is slower. */
const creeping = 1;
/** Metres a second at which a bend of so many degrees is driven. */
const cornering: readonly (readonly [degrees: number, speed: number])[] = [
  [100, 3],
  [50, 6],
  [25, 10],
  [12, 16],
];

/** A drive along a route at the roads' speeds, slowing before bends; `pace` times as fast as it would take. */
export class SimulatedDrive {
  readonly #line: RouteLine;
  readonly #pace: number;
  readonly #limits: readonly number[];
  #distance: number;
  #speed = 0;

  /** @param pace from 0.1 to 50 @param start metres from the route's start */
  constructor(line: RouteLine, pace: number, start = 0) {
    this.#line = line;
    this.#pace = pace;
    this.#limits = limitsAlong(line);
    this.#distance = Math.min(start, line.length);
  }

  get arrived(): boolean {
    return this.#distance >= this.#line.length;
  }

  /** Drives on for so many seconds of the watcher's time. */
  advance(elapsed: number): Fix {
    for (let left = elapsed * this.#pace; left > 0 && !this.arrived; left -= step) this.#drive(Math.min(step, left));
    if (this.arrived) this.#speed = 0;
    const { position, heading } = placeAt(this.#line, this.#distance);
    const speed = this.#speed * this.#pace;
    return { position, speed, accuracy: 5, simulated: true, ...(speed > 0 ? { heading } : {}) };
  }

  #drive(seconds: number): void {
    const segment = segmentAt(this.#line, this.#distance);
    const stretch = this.#line.stretches[stretchOf(this.#line, segment)];
    const ahead = Math.max(0, (this.#line.distances[segment + 1] ?? this.#line.length) - this.#distance);
    const bend = this.#limits[segment + 1] ?? creeping;
    const wanted = Math.min(this.#speed + acceleration * seconds, (stretch?.speed ?? 30) / 3.6, slowing(bend, ahead));
    this.#speed = Math.max(creeping, wanted);
    this.#distance = Math.min(this.#line.length, this.#distance + this.#speed * seconds);
  }
}

/** The fastest that one may come to each point, so that every bend behind it can be slowed down for. */
function limitsAlong({ points, distances }: RouteLine): readonly number[] {
  const limits = points.map((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (after === undefined) return creeping;
    const angle = before === undefined ? 0 : turnBetween(bearingOf(before, point), bearingOf(point, after));
    return cornering.find(([degrees]) => Math.abs(angle) >= degrees)?.[1] ?? Infinity;
  });
  for (let index = limits.length - 2; index >= 0; index -= 1) {
    const ahead = (distances[index + 1] ?? 0) - (distances[index] ?? 0);
    limits[index] = Math.min(limits[index] ?? Infinity, slowing(limits[index + 1] ?? Infinity, ahead));
  }
  return limits;
}

/** The speed from which one can slow down to `speed` within so many metres. */
const slowing = (speed: number, metres: number) => Math.sqrt(speed * speed + 2 * braking * metres);
