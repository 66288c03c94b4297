import type { Failure } from '../contract/screen/failure.ts';
import type { ScreenState } from '../contract/screen/state.ts';
import { errorCodes, isErrorCode } from '../errors/codes.ts';
import type { DownloadProgress } from '../maps/download/ports.ts';

type Shown = ScreenState['downloads'][number];

/** One region's download. Times are elapsed seconds of one clock. */
export interface QueuedDownload {
  readonly regionId: string;
  readonly state: Shown['state'];
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Of the last seconds, the oldest first; of one phase. */
  readonly samples: readonly { readonly at: number; readonly bytes: number }[];
  readonly failure?: Failure;
  /** Failures since it last got on. */
  readonly failures: number;
  /** When it goes on by itself. */
  readonly retryAt?: number;
  readonly doneAt?: number;
}

/** In the order in which they were asked for. */
export type DownloadQueue = readonly QueuedDownload[];

/** What survives a restart: which regions are wanted, and which of them rest. */
export interface WantedDownload {
  readonly regionId: string;
  readonly paused: boolean;
}

const mostDownloads = 100;
/** Seconds over which the rate is taken, and that a finished download is shown for. */
const rateWindow = 5;
const shownAfter = 120;
/** Seconds before the first retry and the longest wait; doubling in between. */
const firstWait = 2;
const longestWait = 60;

const fresh = (regionId: string): QueuedDownload => ({
  regionId,
  state: 'queued',
  doneBytes: 0,
  totalBytes: 0,
  samples: [],
  failures: 0,
});

const active: ReadonlySet<Shown['state']> = new Set(['preparing', 'fetching', 'checking', 'assembling']);
export const isActive = ({ state }: QueuedDownload): boolean => active.has(state);

function edit(
  queue: DownloadQueue,
  regionId: string,
  change: (download: QueuedDownload) => QueuedDownload,
): DownloadQueue {
  return queue.map((download) => (download.regionId === regionId ? change(download) : download));
}

/** Wants a region; one that is on its way stays as it is. */
export function enqueue(queue: DownloadQueue, regionId: string): DownloadQueue {
  const known = queue.find((download) => download.regionId === regionId);
  if (known !== undefined && (isActive(known) || known.state === 'queued')) return queue;
  const others = queue.filter((download) => download.regionId !== regionId);
  return others.length >= mostDownloads ? queue : [...others, fresh(regionId)];
}

/** Rests until somebody resumes it; what it has stays. */
export const pause = (queue: DownloadQueue, regionId: string): DownloadQueue =>
  edit(queue, regionId, (download) =>
    download.state === 'done' ? download : { ...still(download), state: 'paused', failures: 0 },
  );

/** Goes on, or tries again at once what waits or has failed. */
export const resume = (queue: DownloadQueue, regionId: string): DownloadQueue =>
  edit(queue, regionId, (download) =>
    isActive(download) || download.state === 'done' ? download : { ...still(download), state: 'queued', failures: 0 },
  );

export const cancel = (queue: DownloadQueue, regionId: string): DownloadQueue =>
  queue.filter((download) => download.regionId !== regionId);

/** Without what holds only while something happens, or is waited for. */
function still({ failure: _failure, retryAt: _retryAt, ...download }: QueuedDownload): QueuedDownload {
  return { ...download, samples: [] };
}

/** The region to start now, where none is on its way. */
export function nextToStart(queue: DownloadQueue): string | undefined {
  return queue.some(isActive) ? undefined : queue.find(({ state }) => state === 'queued')?.regionId;
}

export const begin = (queue: DownloadQueue, regionId: string): DownloadQueue =>
  edit(queue, regionId, (download) => ({ ...still(download), state: 'preparing' }));

/** The bytes that the region comes to, of all its files. */
export const planned = (queue: DownloadQueue, regionId: string, totalBytes: number): DownloadQueue =>
  edit(queue, regionId, (download) => ({
    ...download,
    totalBytes,
    doneBytes: Math.min(download.doneBytes, totalBytes),
  }));

/** @param before bytes of the region's files that are complete @param progress of the file that is worked at */
export function progressed(
  queue: DownloadQueue,
  regionId: string,
  { before, progress, now }: { readonly before: number; readonly progress: DownloadProgress; readonly now: number },
): DownloadQueue {
  return edit(queue, regionId, (download) => {
    // Paused or cancelled in the meantime: what was under way comes too late.
    if (!isActive(download)) return download;
    const bytes = Math.min(before + progress.doneBytes, download.totalBytes);
    const sameWork = download.state === progress.phase && bytes >= download.doneBytes;
    const kept = sameWork ? download.samples.filter(({ at }) => at >= now - rateWindow) : [];
    const gotOn = progress.phase === 'fetching' && bytes > download.doneBytes && sameWork;
    return {
      ...download,
      state: progress.phase,
      doneBytes: bytes,
      samples: [...kept, { at: now, bytes }],
      failures: gotOn ? 0 : download.failures,
    };
  });
}

export const succeeded = (queue: DownloadQueue, regionId: string, now: number): DownloadQueue =>
  edit(queue, regionId, (download) => ({
    ...still(download),
    state: 'done',
    doneBytes: download.totalBytes,
    failures: 0,
    doneAt: now,
  }));

/** What can go well another time is tried again by itself, after growing waits; anything else waits for a person. */
export function failed(queue: DownloadQueue, regionId: string, failure: Failure, now: number): DownloadQueue {
  return edit(queue, regionId, (download) => {
    if (!isActive(download)) return download;
    const failures = download.failures + 1;
    if (!isErrorCode(failure.code) || errorCodes[failure.code].retry === 'never')
      return { ...still(download), state: 'failed', failure, failures };
    const wait = Math.min(longestWait, firstWait * 2 ** Math.min(failures - 1, 10));
    const retryAt = now + Math.max(wait, failure.retryAfter ?? 0);
    return { ...still(download), state: 'waiting', failure, failures, retryAt };
  });
}

/** What time alone changes: waits that are over, and finished ones that were shown for long enough. */
export function passTime(queue: DownloadQueue, now: number): DownloadQueue {
  const due = ({ state, retryAt }: QueuedDownload) => state === 'waiting' && retryAt !== undefined && retryAt <= now;
  const over = ({ doneAt }: QueuedDownload) => doneAt !== undefined && doneAt + shownAfter <= now;
  if (!queue.some((download) => due(download) || over(download))) return queue;
  return queue
    .filter((download) => !over(download))
    .map((download) => (due(download) ? { ...still(download), state: 'queued' as const } : download));
}

/** Tries at once whatever waits for its time. */
export const retryNow = (queue: DownloadQueue): DownloadQueue =>
  queue.map((download) => (download.state === 'waiting' ? { ...still(download), state: 'queued' as const } : download));

/** @returns elapsed seconds at which `passTime` changes something next; undefined where it never does */
export function nextChange(queue: DownloadQueue): number | undefined {
  const times = queue.flatMap(({ retryAt, doneAt }) => [
    ...(retryAt === undefined ? [] : [retryAt]),
    ...(doneAt === undefined ? [] : [doneAt + shownAfter]),
  ]);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** What is to be kept on disk. */
export const wantedDownloads = (queue: DownloadQueue): WantedDownload[] =>
  queue
    .filter(({ state }) => state !== 'done')
    .map(({ regionId, state }) => ({ regionId, paused: state === 'paused' || state === 'failed' }));

/** The queue after a restart: what was on its way goes on by itself. */
export const restoredQueue = (wanted: readonly WantedDownload[]): DownloadQueue =>
  wanted.map(({ regionId, paused }) => ({ ...fresh(regionId), state: paused ? 'paused' : 'queued' }));

/** What the screen is shown. */
export function shownDownloads(queue: DownloadQueue, now: number): Shown[] {
  return queue.map((download) => {
    const { regionId, state, doneBytes, totalBytes, failure, retryAt } = download;
    const rate = rateOf(download, now);
    return {
      regionId,
      state,
      doneBytes,
      totalBytes,
      ...(rate === undefined ? {} : { rate }),
      ...(rate === undefined || rate === 0 ? {} : { timeLeft: (totalBytes - doneBytes) / rate }),
      ...(failure === undefined ? {} : { failure }),
      ...(retryAt === undefined ? {} : { retryIn: Math.max(0, retryAt - now) }),
    };
  });
}

function rateOf({ samples }: QueuedDownload, now: number): number | undefined {
  const oldest = samples[0];
  const newest = samples.at(-1);
  if (oldest === undefined || newest === undefined || samples.length < 2) return undefined;
  const seconds = Math.max(now, newest.at) - oldest.at;
  return seconds <= 0 ? undefined : (newest.bytes - oldest.bytes) / seconds;
}
