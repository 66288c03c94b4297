import { randomBytes } from 'node:crypto';
import type { CallArgument, EventValues } from '../../src/contract/screen/calls.ts';
import type { LongitudeLatitude, Place } from '../../src/contract/screen/geography.ts';
import type { PlannedRoute } from '../../src/contract/screen/route.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { Guide, type Guided, type Reroute } from '../../src/navigation/guidance/guide.ts';
import { plannedRoute } from '../../src/navigation/guidance/planned-route.ts';
import { routeLine } from '../../src/navigation/guidance/route-line.ts';
import type { SavedGuidance } from '../../src/navigation/guidance/saved-guidance.ts';
import { say, type Announcement } from '../../src/navigation/guidance/say.ts';
import type { PositionReport } from '../../src/navigation/position/position-source.ts';
import { SimulatedDrive } from '../../src/navigation/position/simulated-drive.ts';
import { simulatedSource } from '../../src/navigation/position/simulated-source.ts';
import type { Route } from '../../src/navigation/route.ts';
import type { Clock } from '../../src/terminal/ports.ts';
import type { StateBoard } from '../app/state-board.ts';
import type { Positions } from './positions.ts';
import type { NavigationThread } from './thread.ts';

/** A way that was found, with what it takes to guide along it. */
interface Plan {
  readonly id: string;
  readonly route: Route;
  readonly to: Place;
  readonly drivesOn: 'left' | 'right';
}

export interface NavigatorOptions {
  readonly board: StateBoard;
  readonly thread: NavigationThread;
  readonly positions: Positions;
  readonly clock: Clock;
  readonly speak: (value: EventValues['speak']) => void;
  /** Keeps what guidance is taken up again from. */
  readonly save: (saved: SavedGuidance | undefined) => void;
  readonly log: (words: string) => void;
}

/** Seconds between two savings of a guidance that goes on. */
const saveEvery = 2;
const slowestPace = 1;

/** Plans ways and guides along them; the position moves the guidance, and the guidance the screen and the voice. */
export class Navigator {
  readonly #options: NavigatorOptions;
  #plan: Plan | undefined;
  #guide: Guide | undefined;
  #pace: number | undefined;
  #savedAt = -Infinity;

  constructor(options: NavigatorOptions) {
    this.#options = options;
  }

  /** @throws map.not-installed, route.*, map.file-damaged */
  async plan({ to, from }: CallArgument<'route.plan'>): Promise<PlannedRoute> {
    const { positions } = this.#options;
    const start = from ?? positions.last;
    if (start === undefined) throw new CodedError('route.off-map', { detail: 'the position is not known yet' });
    this.stop();
    this.#plan = await this.#find(start, to, from === undefined ? positions.heading : undefined);
    return this.#showRoute(this.#plan);
  }

  clear(): void {
    this.stop();
    this.#plan = undefined;
    this.#options.board.set('route', null);
  }

  /** @throws route.none where that route is not the planned one any more */
  start({ routeId, simulate }: CallArgument<'guidance.start'>): void {
    const plan = this.#plan;
    if (plan?.id !== routeId) throw new CodedError('route.none', { detail: 'that route is no longer planned' });
    this.#follow(plan, simulate?.pace, 'depart');
  }

  stop(): void {
    const { board, positions, save } = this.#options;
    this.#guide = undefined;
    this.#pace = undefined;
    positions.stopSimulation();
    board.set('guidance', { state: 'none' });
    save(undefined);
  }

  repeat(): void {
    const announcement = this.#guide?.repeat();
    if (announcement !== undefined) this.#announce([announcement]);
  }

  /** Takes guidance up again that the end of the program cut off. */
  async resume(saved: SavedGuidance): Promise<void> {
    const plan = await this.#find(saved.position, saved.to, saved.heading);
    this.#plan = plan;
    this.#showRoute(plan);
    this.#follow(plan, saved.simulated ? slowestPace : undefined, 'guidance-resumed');
  }

  /** The language is another: the list of things to do is told in it. */
  relabel(): void {
    if (this.#plan !== undefined) this.#showRoute(this.#plan);
  }

  /** What the source of positions reports. */
  heard(report: PositionReport): void {
    const guide = this.#guide;
    if (guide === undefined || report.state === 'searching') return;
    const guided = report.state === 'fixed' ? guide.update(report.fix, this.#now()) : guide.lost();
    this.#show(guide, guided);
  }

  /** Where the road is that one drives on, for the map. */
  onRoad(): { readonly position: LongitudeLatitude; readonly heading: number } | undefined {
    return this.#guide?.onRoad();
  }

  async #find(from: LongitudeLatitude, to: Place, heading: number | undefined): Promise<Plan> {
    const found = await this.#options.thread.ask('route', { from, to: to.position, heading });
    return { ...found, to, id: randomBytes(8).toString('hex') };
  }

  #showRoute({ id, route, to, drivesOn }: Plan): PlannedRoute {
    const { board } = this.#options;
    const planned = plannedRoute(route, { id, to, drivesOn, language: board.state.settings.language });
    board.set('route', planned);
    return planned;
  }

  #follow(plan: Plan, pace: number | undefined, begins: 'depart' | 'new-route' | 'guidance-resumed'): void {
    const { positions, clock, board } = this.#options;
    const simulated = pace !== undefined;
    const guide = new Guide({ routeId: plan.id, begins, simulated, ...plan });
    this.#guide = guide;
    this.#pace = pace;
    board.set('guidance', guide.state);
    if (simulated) positions.simulate(simulatedSource(new SimulatedDrive(routeLine(plan.route), pace), clock));
    this.#save(guide);
  }

  #show(guide: Guide, { state, announcements, reroute }: Guided): void {
    this.#options.board.set('guidance', state);
    this.#announce(announcements);
    if (state.state === 'arrived') this.#options.save(undefined);
    else if (this.#now() - this.#savedAt >= saveEvery) this.#save(guide);
    if (reroute !== undefined) void this.#reroute(guide, reroute);
  }

  async #reroute(guide: Guide, { from, heading }: Reroute): Promise<void> {
    const { log } = this.#options;
    const old = this.#plan;
    if (old === undefined) return;
    try {
      const plan = await this.#find(from, old.to, heading);
      // Stopped, or back on the way, in the meantime.
      if (this.#guide !== guide || guide.state.state !== 'rerouting') return;
      this.#plan = plan;
      this.#showRoute(plan);
      this.#follow(plan, this.#pace, 'new-route');
    } catch (error) {
      if (!(error instanceof CodedError)) log(`no other way: ${String(error)}`);
      if (this.#guide === guide) this.#show(guide, guide.rerouteFailed(this.#now()));
    }
  }

  #announce(announcements: readonly Announcement[]): void {
    const { language, units, voice } = this.#options.board.state.settings;
    if (!voice) return;
    for (const announcement of announcements) {
      const { words, clips, urgent } = say(announcement, { language, units });
      this.#options.speak({ language, words, clips: [...clips], urgent });
    }
  }

  #save(guide: Guide): void {
    this.#savedAt = this.#now();
    this.#options.save(guide.saved());
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }
}
