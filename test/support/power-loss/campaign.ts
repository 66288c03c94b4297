import { rmSync } from 'node:fs';
import { Disk } from './disk.ts';
import { crashKinds, writeImage, type CrashKind } from './image.ts';
import { SeededRandom } from './random.ts';
import type { Step } from './recording.ts';

/** A moment of a recording, and what a crash in it may leave. */
export interface CrashPoint {
  /** Steps that had happened. */
  readonly after: number;
  readonly kind: CrashKind;
  /** Of this image's own choices. */
  readonly seed: number;
}

export const crashSeed = Number(process.env['NAVITERM_CRASH_SEED'] ?? 20_261_121);
const wanted = process.env['NAVITERM_CRASHES'] ?? '1';
/** Tries every moment of a recording instead of some (`NAVITERM_CRASHES=all`). */
export const everyCrash = wanted === 'all';
/** How many times as many moments as usual are tried (`NAVITERM_CRASHES=20`). */
const factor = everyCrash ? 1 : Number(wanted);
/** Milliseconds that a test may take. */
export const crashTimeout = (everyCrash ? 240 : 2 * factor) * 60_000;

/**
 * Moments at which the disk's state differs from the one before, and all ways to crash there: `count` of them, drawn by the
 * seed and spread over the whole recording, or all.
 */
export function crashPoints(
  steps: readonly Step[],
  count: number,
  kinds: readonly CrashKind[] = crashKinds,
  every = everyCrash,
): CrashPoint[] {
  const random = new SeededRandom(crashSeed);
  const quiet: ReadonlySet<Step['kind']> = new Set(['opened', 'closed', 'sent', 'noted']);
  const moments = steps.flatMap((step, index) => (quiet.has(step.kind) ? [] : [index + 1]));
  const all = moments.flatMap((after) => kinds.map((kind): Omit<CrashPoint, 'seed'> => ({ after, kind })));
  const some = count * factor;
  const share = all.length / some;
  const nth = (n: number) => all[Math.floor((n + random.below(1000) / 1000) * share)];
  const chosen = every ? all : Array.from({ length: some }, (_, n) => nth(n));
  return chosen.flatMap((point) => (point === undefined ? [] : [{ ...point, seed: random.below(2 ** 31) }]));
}

export interface Failure {
  readonly point: CrashPoint;
  readonly error: unknown;
}

/**
 * Puts what each crash leaves into `base`, the recorded folder, and has it checked there.
 * @returns the first failure, after which it stops; the message says how to see it again
 */
export async function replayCrashes(
  steps: readonly Step[],
  points: readonly CrashPoint[],
  base: string,
  check: (happened: readonly Step[], point: CrashPoint) => Promise<void>,
): Promise<Failure | undefined> {
  const disk = new Disk(base);
  let applied = 0;
  for (const point of points) {
    for (; applied < point.after; applied++) disk.apply(steps[applied] ?? { kind: 'sent' });
    rmSync(base, { recursive: true, force: true });
    writeImage(disk, point.kind, new SeededRandom(point.seed), base);
    try {
      await check(steps.slice(0, point.after), point);
    } catch (error) {
      return { point, error };
    }
  }
  return undefined;
}

/** Which changes of files a process is killed at: `count` of them, or all. @param total changes that there are */
export function killPoints(total: number, count: number, every = everyCrash): number[] {
  const random = new SeededRandom(crashSeed);
  const all = Array.from({ length: total }, (_, index) => index + 1);
  return every ? all : Array.from({ length: count * factor }, () => random.pick(all));
}

/** The changes of files below a folder that a process can be killed at, as the recorder counts them. */
export function countChanges(steps: readonly Step[], below: string): number {
  const inside = new Set<string>();
  let count = 0;
  const lies = (path: string) => path === below || path.startsWith(`${below}/`);
  for (const step of steps) {
    if (step.kind === 'opened') {
      if (lies(step.path)) inside.add(step.handle);
      else inside.delete(step.handle);
      if (lies(step.path) && (step.isNew || step.isCut)) count += 1;
    } else if (
      'path' in step ? lies(step.path) : 'handle' in step && step.kind !== 'closed' && inside.has(step.handle)
    ) {
      count += 1;
    }
  }
  return count;
}

/** Says what failed so that it can be seen again. @throws where something did */
export function expectNoFailure(failure: Failure | undefined): void {
  if (failure === undefined) return;
  const { point, error } = failure;
  const where = `seed ${crashSeed} (NAVITERM_CRASH_SEED), ${point.kind} after step ${point.after}, own seed ${point.seed}`;
  throw new Error(`a crash lost or left something: ${where}: ${error instanceof Error ? error.message : ''}`, {
    cause: error,
  });
}
