import type { ProcessCpu } from './processes.ts';

/** What one timed run of one side came to. */
export interface Run {
  /** Units of work done. */
  readonly work: number;
  /** Seconds on the wall. */
  readonly seconds: number;
  /** Seconds of a core that the side under test took. */
  readonly cpuSeconds: number;
}

/** One of the two things that are compared. */
export interface Side {
  readonly name: string;
  /** Measures for about that many seconds; a side that works by the piece takes as long as it takes. */
  readonly measure: (seconds: number) => Promise<Run>;
}

/** A figure that is ready to be measured. */
export interface PreparedFigure {
  readonly ours: Side;
  readonly peer: Side;
  /** Measured in the same rounds and shown for comparison, without a goal. */
  readonly context?: readonly Side[];
  readonly close: () => Promise<void>;
}

/** One figure of a question. */
export interface FigureDefinition {
  /** What `--figure` takes. */
  readonly name: string;
  /** What is measured, in words. */
  readonly what: string;
  /** What the work is counted in; `requests` gives `requests/s`. */
  readonly unit: string;
  /** At least this share of the peer's rate. */
  readonly goal: number;
  /**
   * `saturated`: the side under test has a core of its own. Where the load could not keep that core busy on either side,
   * or somebody else took time from it, what is compared is the work per second of CPU instead of per second on the wall.
   * `elapsed`: always by the wall.
   */
  readonly basis: 'saturated' | 'elapsed';
  readonly prepare: (
    say: (line: string) => void,
    seconds: number,
    numbers: Preparing['numbers'],
  ) => Promise<PreparedFigure>;
}

/** What the making ready of a figure is given. */
export interface Preparing {
  readonly say: (line: string) => void;
  /** The question's own options. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** A figure that is no comparison: a time, or so much memory. */
export interface QuantityDefinition extends Pick<FigureDefinition, 'name' | 'what' | 'unit'> {
  /** At most so much, where there is a goal. */
  readonly atMost?: number;
  /** Measures, up to `runs` times where that is worth it. */
  readonly measure: (preparing: Preparing, runs: number) => Promise<readonly number[]>;
}

/** Runs something while the clock and a process's use of the CPU are read. */
export async function timed(cpu: ProcessCpu, work: () => Promise<number>): Promise<Run> {
  const cpuBefore = cpu.seconds();
  const started = performance.now();
  const done = await work();
  const seconds = (performance.now() - started) / 1000;
  return { work: done, seconds, cpuSeconds: cpu.seconds() - cpuBefore };
}

const warmUpSeconds = 2;

/** Does the work for a moment before a side's first run, so that its code is compiled and its memory in place. */
export function warmUpOnce(work: (seconds: number) => Promise<unknown>): () => Promise<void> {
  let isWarm = false;
  return async () => {
    if (!isWarm) await work(warmUpSeconds);
    isWarm = true;
  };
}
