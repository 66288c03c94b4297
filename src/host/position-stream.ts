import type { Readable } from 'node:stream';
import { CodedError } from '../errors/coded-error.ts';
import { FixWatch } from '../navigation/position/fix-watch.ts';
import type {
  PositionClock,
  PositionDecoder,
  PositionReport,
  PositionSource,
} from '../navigation/position/position-source.ts';

export interface StreamedPositions {
  /** For failures: where the bytes come from. */
  readonly name: string;
  readonly clock: PositionClock;
  readonly decoder: () => PositionDecoder;
  /** Opens the stream anew, after each failure. */
  readonly open: (signal: AbortSignal) => Promise<Readable>;
}

/** Seconds without a byte after which a stream is opened anew. */
const longestSilence = 30;
/** Seconds until it is opened again: at first, and at most. */
const firstWait = 1;
const longestWait = 30;
/** Bytes a second; no receiver sends as much. */
const mostBytes = 65_536;

/** Positions from bytes that a receiver sends without end. */
export function streamedPositions(options: StreamedPositions): PositionSource {
  const { clock, name } = options;
  return {
    follow: async (report, signal) => {
      const watch = new FixWatch();
      const tell = (said: PositionReport | undefined) => {
        if (said !== undefined && !signal.aborted) report(said);
      };
      report({ state: 'searching' });
      for (let wait = firstWait; !signal.aborted; wait = Math.min(longestWait, wait * 2)) {
        try {
          const fixes = await readThrough(options, watch, tell, signal);
          if (fixes > 0) wait = firstWait;
          tell(watch.failed(unavailable(`${name} has ended`)));
        } catch (cause) {
          tell(watch.failed(unavailable(name, cause)));
        }
        await passed(clock, wait, signal);
      }
    },
  };
}

/** @returns how many positions were read until the stream ended */
async function readThrough(
  { clock, open, decoder: decoderOf, name }: StreamedPositions,
  watch: FixWatch,
  tell: (said: PositionReport | undefined) => void,
  signal: AbortSignal,
): Promise<number> {
  const stream = await open(signal);
  const done = new AbortController();
  const stop = () => stream.destroy();
  signal.addEventListener('abort', stop);
  let heardAt = clock.monotonic();
  const watching = (async () => {
    while (await passed(clock, 1, done.signal)) {
      tell(watch.tick(clock.monotonic()));
      if (clock.monotonic() - heardAt >= longestSilence) stream.destroy(unavailable(`${name} says nothing`));
    }
  })();
  try {
    const decoder = decoderOf();
    let fixes = 0;
    let budget = mostBytes;
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      budget = clock.monotonic() - heardAt >= 1 ? mostBytes : budget - chunk.length;
      heardAt = clock.monotonic();
      tell(watch.reached());
      for (const reading of decoder.push(chunk)) {
        tell(watch.reading(reading, heardAt));
        if (reading.kind === 'failure') throw reading.failure;
        if (reading.kind === 'fix') fixes += 1;
      }
      if (budget <= 0) {
        await passed(clock, 1, signal);
        budget = mostBytes;
      }
    }
    return fixes;
  } finally {
    signal.removeEventListener('abort', stop);
    done.abort();
    stream.destroy();
    await watching;
  }
}

/** Whether so many seconds went by before the signal said to stop. */
export async function passed(clock: PositionClock, seconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(seconds, signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** As `position.unavailable`, whatever went wrong. */
export function unavailable(detail: string, cause?: unknown): CodedError {
  if (cause instanceof CodedError && cause.code === 'position.unavailable') return cause;
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new CodedError('position.unavailable', { detail: `${detail}${why}`, cause });
}
