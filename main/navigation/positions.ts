import type { LongitudeLatitude } from '../../src/contract/screen/geography.ts';
import type { ScreenState } from '../../src/contract/screen/state.ts';
import { daylight } from '../../src/navigation/daylight.ts';
import type { PositionReport, PositionSource } from '../../src/navigation/position/position-source.ts';
import { failureOf } from '../../src/terminal/failure.ts';
import type { StateBoard } from '../app/state-board.ts';

type Kind = ScreenState['position']['source'];

/** Metres a second above which a car counts as moving, and below which it no longer does. */
const movesAbove = 2;
const standsBelow = 1;

export interface PositionsOptions {
  readonly board: StateBoard;
  readonly onReport: (report: PositionReport) => void;
  /** The road that one is on, where guidance knows it. */
  readonly onRoad: () => { readonly position: LongitudeLatitude; readonly heading: number } | undefined;
  readonly onDaylight: (light: boolean) => void;
}

/** Follows the receiver that is set, or a simulated drive in its place, and tells the screen where the car is. */
export class Positions {
  readonly #options: PositionsOptions;
  #receiver: { readonly kind: Kind; readonly source: PositionSource } | undefined;
  #following = new AbortController();
  #simulating = false;
  last: LongitudeLatitude | undefined;
  heading: number | undefined;

  constructor(options: PositionsOptions) {
    this.#options = options;
  }

  /** @param source undefined for none */
  setReceiver(kind: Kind, source: PositionSource | undefined): void {
    this.#receiver = source === undefined ? undefined : { kind, source };
    if (!this.#simulating) this.#followReceiver();
  }

  simulate(source: PositionSource): void {
    this.#simulating = true;
    this.#follow('simulated', source);
  }

  stopSimulation(): void {
    if (!this.#simulating) return;
    this.#simulating = false;
    this.#followReceiver();
  }

  stop(): void {
    this.#following.abort();
  }

  #followReceiver(): void {
    if (this.#receiver !== undefined) {
      this.#follow(this.#receiver.kind, this.#receiver.source);
      return;
    }
    this.#following.abort();
    this.#options.board.update('position', ({ daylight: light, fix }) => ({
      source: 'none',
      state: 'off',
      moving: false,
      ...(light === undefined ? {} : { daylight: light }),
      // Where a simulated drive ended, the map stays.
      ...(fix === undefined ? {} : { fix: { ...fix, speed: 0 } }),
    }));
  }

  #follow(kind: Kind, source: PositionSource): void {
    this.#following.abort();
    const following = new AbortController();
    this.#following = following;
    this.#options.board.update('position', (position) => ({ ...position, source: kind, state: 'searching' }));
    const report = (heard: PositionReport) => {
      if (!following.signal.aborted) this.#heard(kind, heard);
    };
    void source.follow(report, following.signal).then(() => {
      if (kind === 'simulated' && !following.signal.aborted) this.stopSimulation();
    });
  }

  #heard(kind: Kind, heard: PositionReport): void {
    const { board, onReport, onRoad, onDaylight } = this.#options;
    if (heard.state !== 'fixed') {
      board.update('position', ({ failure: _failure, ...position }) => ({
        ...position,
        source: kind,
        state: heard.state,
        moving: false,
        ...(heard.failure === undefined ? {} : { failure: failureOf(heard.failure) }),
      }));
      onReport(heard);
      return;
    }
    const { fix } = heard;
    this.last = fix.position;
    this.heading = fix.heading;
    onReport(heard);
    const light = daylight(fix.position, Date.now() / 1000);
    const { moving } = board.state.position;
    board.set('position', {
      source: kind,
      state: 'fixed',
      fix: { ...fix, ...onRoad() },
      moving: fix.speed > (moving ? standsBelow : movesAbove),
      daylight: light,
    });
    onDaylight(light);
  }
}
