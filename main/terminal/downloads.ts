import { Type } from 'typebox';
import { RegionId } from '../../src/contract/maps.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { KeptValue } from '../../src/host/kept-value.ts';
import {
  begin,
  cancel,
  enqueue,
  failed,
  nextChange,
  nextToStart,
  passTime,
  pause,
  planned,
  progressed,
  restoredQueue,
  resume,
  retryNow,
  shownDownloads,
  succeeded,
  wantedDownloads,
  type DownloadQueue,
} from '../../src/terminal/download-queue.ts';
import { failureOf } from '../../src/terminal/failure.ts';
import type { Clock } from '../../src/terminal/ports.ts';
import type { StateBoard } from '../app/state-board.ts';
import type { TerminalHost } from './terminal-host.ts';

export const KeptDownloads = Type.Array(
  Type.Object({ regionId: RegionId, paused: Type.Boolean() }, { additionalProperties: false }),
  { maxItems: 100 },
);

/** Seconds between two looks at the bar. */
const lookEvery = 0.25;

export interface DownloadsOptions {
  readonly board: StateBoard;
  readonly host: TerminalHost;
  readonly clock: Clock;
  readonly kept: KeptValue<typeof KeptDownloads>;
  readonly log: (words: string) => void;
  readonly onInstalled: (regionId: string) => Promise<void>;
}

/** Works the queue of downloads off, one region at a time, in the background. */
export class Downloads {
  readonly #options: DownloadsOptions;
  #queue: DownloadQueue;
  readonly #stops = new Map<string, AbortController>();
  #shownAt = -Infinity;
  #waking = new AbortController();
  /** The download that is under way, until it has let go of its files. */
  #running: Promise<void> = Promise.resolve();
  #going = false;
  #ended = false;

  constructor(options: DownloadsOptions) {
    this.#options = options;
    this.#queue = restoredQueue(options.kept.value);
    this.publish();
  }

  /** From now on the queue is worked off; what was on its way when the program ended goes on. */
  start(): void {
    this.#going = true;
    this.#pump();
  }

  async add(regionId: string): Promise<void> {
    await this.#change(enqueue(this.#queue, regionId));
  }

  async pause(regionId: string): Promise<void> {
    const changed = this.#change(pause(this.#queue, regionId));
    this.#stops.get(regionId)?.abort();
    await changed;
  }

  async resume(regionId: string): Promise<void> {
    await this.#change(resume(this.#queue, regionId));
  }

  /** What was fetched so far is thrown away. @throws store.* */
  async cancel(regionId: string): Promise<void> {
    const known = this.#queue.some((one) => one.regionId === regionId);
    const stop = this.#stops.get(regionId);
    const changed = this.#change(cancel(this.#queue, regionId));
    stop?.abort();
    await changed;
    if (stop !== undefined) await this.#running;
    // Wanted again in the meantime, it goes on with what is there.
    if (known && !this.#queue.some((one) => one.regionId === regionId))
      await this.#options.host.terminal.maps.discard(regionId);
  }

  retryNow(): void {
    this.#set(retryNow(this.#queue));
    this.#pump();
  }

  publish(): void {
    const now = this.#now();
    this.#shownAt = now;
    this.#options.board.set('downloads', shownDownloads(this.#queue, now));
  }

  /** What is under way stops where it is, and goes on at the next start. */
  stop(): void {
    this.#ended = true;
    this.#waking.abort();
    for (const stop of this.#stops.values()) stop.abort();
  }

  async #change(queue: DownloadQueue): Promise<void> {
    this.#set(queue);
    this.#pump();
    await this.#keep();
  }

  #set(queue: DownloadQueue): void {
    this.#queue = queue;
    this.publish();
  }

  async #keep(): Promise<void> {
    const wanted = wantedDownloads(this.#queue);
    await this.#options.kept.change((before) => (JSON.stringify(before) === JSON.stringify(wanted) ? before : wanted));
  }

  #pump(): void {
    if (!this.#going || this.#ended) return;
    this.#set(passTime(this.#queue, this.#now()));
    const regionId = nextToStart(this.#queue);
    // One that was paused a moment ago may still be letting go of its files.
    if (regionId !== undefined && this.#stops.size === 0) this.#running = this.#run(regionId);
    this.#wakeAtNextChange();
  }

  #wakeAtNextChange(): void {
    this.#waking.abort();
    const at = nextChange(this.#queue);
    if (at === undefined) return;
    this.#waking = new AbortController();
    this.#options.clock.sleep(Math.max(0.05, at - this.#now()), this.#waking.signal).then(
      () => this.#pump(),
      () => undefined,
    );
  }

  async #run(regionId: string): Promise<void> {
    const { host, onInstalled, log } = this.#options;
    const stop = new AbortController();
    this.#stops.set(regionId, stop);
    this.#set(begin(this.#queue, regionId));
    try {
      const sizes = new Map<string, number>();
      await host.terminal.maps.download(regionId, {
        signal: stop.signal,
        onPlan: (files) => {
          for (const { name, length } of files) sizes.set(name, length);
          this.#set(planned(this.#queue, regionId, sumOf(sizes.values())));
        },
        onProgress: (name, progress) => {
          const names = [...sizes.keys()];
          const before = sumOf(names.slice(0, names.indexOf(name)).map((one) => sizes.get(one) ?? 0));
          const now = this.#now();
          const phase = this.#queue.find((one) => one.regionId === regionId)?.state;
          this.#queue = progressed(this.#queue, regionId, { before, progress, now });
          if (now - this.#shownAt >= lookEvery || phase !== progress.phase) this.publish();
        },
      });
      if (!stop.signal.aborted) this.#set(succeeded(this.#queue, regionId, this.#now()));
      await onInstalled(regionId);
    } catch (error) {
      if (!(error instanceof CodedError)) log(`the download of ${regionId} failed: ${String(error)}`);
      // Stopped by its user or by the program's end: the queue says so already.
      if (!stop.signal.aborted) this.#set(failed(this.#queue, regionId, failureOf(error), this.#now()));
    } finally {
      this.#stops.delete(regionId);
      await this.#keep().catch((error: unknown) => log(`the queue of downloads cannot be kept: ${String(error)}`));
      this.#pump();
    }
  }

  #now(): number {
    return this.#options.clock.monotonic();
  }
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
