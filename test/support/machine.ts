import type { ServerClock } from '../../local-servers/kit/clock.ts';
import { openKeptClock, type KeptClock, type MachineHands } from '../../local-servers/kit/kept-clock.ts';
import type { Logger } from '../../local-servers/kit/logging.ts';
import { pino } from 'pino';
import type { TestClock } from './test-clock.ts';

export const tenYears = 10 * 365.25 * 86_400;

/**
 * A machine whose hands may all be wrong, in a world whose true time a test moves. Its servers tell the time by what they keep
 * in `file`, as an installation does.
 */
export class Machine implements ServerClock {
  readonly #truth: TestClock;
  readonly #file: string;
  readonly #logger: Logger;
  #wallWrongBy: number;
  #asleep = 0;
  #bootedAt: number;
  #boots = 1;
  #clock: KeptClock | undefined;

  /** @param wallWrongBy seconds by which its wall clock is ahead of the truth */
  constructor(truth: TestClock, file: string, wallWrongBy = 0, logger: Logger = pino({ level: 'silent' })) {
    this.#truth = truth;
    this.#file = file;
    this.#logger = logger;
    this.#wallWrongBy = wallWrongBy;
    this.#bootedAt = truth.now() - 1000;
  }

  readonly hands: MachineHands = {
    wall: () => this.#truth.now() + this.#wallWrongBy,
    monotonic: () => this.#truth.now() - this.#bootedAt - this.#asleep + 77,
    sinceBoot: () => Math.floor((this.#truth.now() - this.#bootedAt) * 100) / 100,
    bootId: () => Promise.resolve(`boot-${this.#boots}`),
  };

  /** The server's process starts: what was in its memory is gone. */
  async startServer(): Promise<this> {
    this.#clock = await openKeptClock(this.#file, this.#logger, this.hands);
    return this;
  }

  now(): number {
    if (this.#clock === undefined) throw new Error('no server was started on this machine');
    return this.#clock.now();
  }

  async keep(): Promise<void> {
    await this.#clock?.keep();
  }

  /** Somebody, or a time server, sets the wall clock. */
  setWall(by: number): void {
    this.#wallWrongBy += by;
  }

  /** The world goes on meanwhile. */
  sleep(seconds: number): void {
    this.#asleep += seconds;
    this.#truth.advance(seconds);
  }

  /** Off for `seconds`, and started with a wall clock that is wrong by `wallWrongBy`. */
  async startAgain(seconds: number, wallWrongBy = this.#wallWrongBy): Promise<void> {
    this.#truth.advance(seconds);
    this.#bootedAt = this.#truth.now() - 5;
    this.#asleep = 0;
    this.#boots += 1;
    this.#wallWrongBy = wallWrongBy;
    await this.startServer();
  }
}
