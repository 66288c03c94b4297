import type { LongitudeLatitude, Place } from '../../contract/screen/geography.ts';
import type { Fix, GuidanceState } from '../../contract/screen/route.ts';
import type { Route } from '../route.ts';
import { Announcer } from './announcer.ts';
import { trustedHeading } from './off-route.ts';
import { durationLeft, placeAt, routeLine, segmentAt, stretchOf, type RouteLine } from './route-line.ts';
import type { SavedGuidance } from './saved-guidance.ts';
import type { Announcement } from './say.ts';
import { stepsOf, type Side, type Step } from './steps.ts';
import { Tracker, type Tracked } from './tracker.ts';

export interface GuidePlan {
  readonly routeId: string;
  readonly route: Route;
  readonly to: Place;
  readonly simulated: boolean;
  readonly drivesOn: Side;
  /** Why it begins: told to the driver at the first position. */
  readonly begins: 'depart' | 'new-route' | 'guidance-resumed';
}

/** Asks for another way; `heading` (degrees) is where one drives to, so that it does not begin with a U-turn. */
export interface Reroute {
  readonly from: LongitudeLatitude;
  readonly heading?: number;
}

/** What one position changed. */
export interface Guided {
  readonly state: GuidanceState;
  readonly announcements: readonly Announcement[];
  readonly reroute?: Reroute;
}

/** Metres to the end at which one has arrived. */
const arrivedWithin = 15;
/** Standing (under 1 m/s) for so many seconds within so many metres of the end is arriving too. */
const parkedWithin = 40;
const parkedAfter = 4;
/** Seconds until another way is asked for again: the first time, and at most. */
const firstWait = 15;
const longestWait = 120;
/** Seconds on the route again that call the search for another way off. */
const backFor = 3;

type Phase = 'guiding' | 'rerouting' | 'arrived';

/** Guides along one route: fed with positions and with elapsed seconds; never looks at a clock itself. */
export class Guide {
  readonly #plan: GuidePlan;
  readonly #line: RouteLine;
  readonly #steps: readonly Step[];
  readonly #announcer: Announcer;
  readonly #tracker: Tracker;
  #phase: Phase = 'guiding';
  #next = 1;
  #begun = false;
  #positionLost = false;
  #fix: Fix | undefined;
  #at = 0;
  #parked = 0;
  #onAgain = 0;
  #askAgainAt = -Infinity;
  #wait = firstWait;
  #toldNoWay = false;

  constructor(plan: GuidePlan) {
    this.#plan = plan;
    this.#line = routeLine(plan.route);
    this.#steps = stepsOf(this.#line, { drivesOn: plan.drivesOn, destination: plan.to.position });
    this.#announcer = new Announcer(this.#steps);
    this.#tracker = new Tracker(this.#line);
  }

  /** The things to do, in the order of the state's `next`. */
  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** @param now seconds of elapsed time, of the same clock each time */
  update(fix: Fix, now: number): Guided {
    const elapsed = this.#fix === undefined ? 0 : Math.max(0, now - this.#at);
    this.#fix = fix;
    this.#at = now;
    if (this.#phase === 'arrived') return this.#guided([]);
    const announcements: Announcement[] = [];
    const tell = (announcement: Announcement) => {
      announcements.push(announcement);
      this.#announcer.spoke(now);
    };
    // The greeting does not hold back the first thing to do.
    if (!this.#begun) announcements.push({ kind: this.#plan.begins });
    else if (this.#positionLost) tell({ kind: 'position-found' });
    this.#begun = true;
    this.#positionLost = false;
    const tracked = this.#tracker.update(fix, now);
    if (this.#hasArrived(tracked, fix, elapsed)) {
      this.#phase = 'arrived';
      const side = this.#steps[this.#steps.length - 1]?.side;
      tell({ kind: 'arrived', ...(side === undefined ? {} : { side }) });
      return this.#guided(announcements);
    }
    this.#passSteps(tracked.progress);
    const reroute = this.#watchRoute(tracked, now, elapsed, tell);
    if (this.#phase === 'guiding' && tracked.on) {
      const ahead = this.#toNext(tracked.progress);
      const announcement = this.#announcer.next(this.#next, ahead, this.#speed(fix), now);
      if (announcement !== undefined) announcements.push(announcement);
    }
    return this.#guided(announcements, reroute);
  }

  /** The source of positions has lost them: told once, until they are back. */
  lost(): Guided {
    if (this.#positionLost || !this.#begun || this.#phase === 'arrived') return this.#guided([]);
    this.#positionLost = true;
    return this.#guided([{ kind: 'position-lost' }]);
  }

  /** There is no other way, or it could not be searched for: asked again after a while. @param now seconds */
  rerouteFailed(now: number): Guided {
    if (this.#phase !== 'rerouting') return this.#guided([]);
    this.#phase = 'guiding';
    this.#askAgainAt = now + this.#wait;
    this.#wait = Math.min(longestWait, this.#wait * 2);
    this.#tracker.forgive();
    const told = this.#toldNoWay;
    this.#toldNoWay = true;
    return this.#guided(told ? [] : [{ kind: 'no-other-way' }]);
  }

  /** What is to be done next, for a driver who did not hear it; undefined after the arrival. */
  repeat(): Announcement | undefined {
    const step = this.#steps[this.#next];
    if (step === undefined || this.#phase === 'arrived') return undefined;
    if (this.#phase === 'rerouting') return { kind: 'off-route' };
    const ahead = this.#toNext(this.#tracker.progress);
    return ahead > 3_000 ? { kind: 'stage', metres: ahead } : { kind: 'step', step, metres: ahead };
  }

  get state(): GuidanceState {
    const { routeId, to, simulated } = this.#plan;
    if (this.#phase === 'arrived') return { state: 'arrived', routeId, to };
    const { progress } = this.#tracker;
    const stretch = this.#line.stretches[stretchOf(this.#line, segmentAt(this.#line, progress))];
    const road = stretch?.name ?? stretch?.ref;
    return {
      state: this.#phase,
      routeId,
      to,
      simulated,
      next: this.#next,
      distanceToNext: this.#toNext(progress),
      distanceLeft: Math.max(0, this.#line.length - progress),
      durationLeft: durationLeft(this.#line, progress),
      ...(road === undefined ? {} : { road }),
      ...(stretch?.speedLimit === undefined ? {} : { speedLimit: stretch.speedLimit }),
    };
  }

  /** The position on the road, and the road's direction, as a map shows them; undefined off the route. */
  onRoad(): { readonly position: LongitudeLatitude; readonly heading: number } | undefined {
    return this.#phase === 'guiding' && this.#onAgain > 0 ? placeAt(this.#line, this.#tracker.progress) : undefined;
  }

  /** Undefined where there is nothing to take up again. */
  saved(): SavedGuidance | undefined {
    if (this.#phase === 'arrived') return undefined;
    const { to, simulated } = this.#plan;
    const { progress } = this.#tracker;
    const place = placeAt(this.#line, progress);
    const onRoad = simulated || this.#fix === undefined || this.#onAgain > 0;
    const heading = onRoad ? place.heading : this.#fix?.heading;
    return {
      format: 1,
      to,
      simulated,
      position: onRoad ? place.position : (this.#fix?.position ?? place.position),
      ...(heading === undefined ? {} : { heading }),
      progress,
    };
  }

  #guided(announcements: readonly Announcement[], reroute?: Reroute): Guided {
    return { state: this.state, announcements, ...(reroute === undefined ? {} : { reroute }) };
  }

  #hasArrived({ progress, on, toEnd }: Tracked, fix: Fix, elapsed: number): boolean {
    const left = this.#line.length - progress;
    const close = left <= parkedWithin && toEnd <= parkedWithin * 1.5;
    this.#parked = close && fix.speed < 1 ? this.#parked + elapsed : 0;
    return (on && left <= arrivedWithin) || this.#parked >= parkedAfter;
  }

  /** Things to do that lie behind; they do not come back where positions fall back a little. */
  #passSteps(progress: number): void {
    while (this.#next < this.#steps.length - 1 && (this.#steps[this.#next]?.ends ?? 0) <= progress) this.#next += 1;
  }

  #watchRoute(
    { on, left }: Tracked,
    now: number,
    elapsed: number,
    tell: (announcement: Announcement) => void,
  ): Reroute | undefined {
    this.#onAgain = on ? this.#onAgain + Math.max(elapsed, 0.1) : 0;
    if (this.#phase === 'rerouting' && this.#onAgain >= backFor) this.#phase = 'guiding';
    if (this.#onAgain >= backFor) this.#forgetFailures();
    const asks = this.#phase === 'guiding' ? left && now >= this.#askAgainAt : false;
    if (!asks || this.#fix === undefined) return undefined;
    this.#phase = 'rerouting';
    if (!this.#toldNoWay) tell({ kind: 'off-route' });
    const heading = trustedHeading(this.#fix);
    return { from: this.#fix.position, ...(heading === undefined ? {} : { heading }) };
  }

  #forgetFailures(): void {
    this.#toldNoWay = false;
    this.#wait = firstWait;
    this.#askAgainAt = -Infinity;
  }

  #toNext(progress: number): number {
    return Math.max(0, (this.#steps[this.#next]?.distance ?? this.#line.length) - progress);
  }

  /** What moments are reckoned with: who crawls or stands will soon drive as fast as the road allows. */
  #speed(fix: Fix): number {
    const progress = this.#tracker.progress;
    const stretch = this.#line.stretches[stretchOf(this.#line, segmentAt(this.#line, progress))];
    return Math.max(fix.speed, fix.speed < 3 ? Math.min(8, (stretch?.speed ?? 30) / 3.6) : 0);
  }
}
