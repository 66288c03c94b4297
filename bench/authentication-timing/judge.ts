import { blockDifference } from '../kit/block-difference.ts';
import { summarise } from '../kit/statistics.ts';
import type { Probe } from './question.ts';

const blocks = 50;
/** Microseconds: less is not told apart over any network, and is below what a garbage collection moves. */
const negligible = 1;
/** Microseconds of noise beyond which nothing can be said. */
const tooNoisy = 5;

/** One kind of handshake beside the one that the server knows; times in microseconds. */
export interface Judged {
  readonly question: string;
  readonly kind: string;
  readonly beside: string;
  readonly median: number;
  readonly difference: number;
  /** Half of the 99 % confidence interval of the difference. */
  readonly noise: number;
  readonly verdict: 'no difference' | 'DIFFERS' | 'too noisy to tell';
  readonly holds: boolean;
}

export function judge(
  question: string,
  [known, ...others]: readonly [Probe, ...Probe[]],
  times: ReadonlyMap<Probe, readonly number[]>,
): Judged[] {
  const of = (probe: Probe) => times.get(probe) ?? [];
  return others.map((probe) => {
    const { difference, noise } = blockDifference(of(probe), of(known), blocks);
    const verdict = verdictOn(difference, noise);
    const rounded = (value: number) => Number(value.toFixed(2));
    return {
      question,
      kind: probe.name,
      beside: known.name,
      median: rounded(summarise(of(probe)).median),
      difference: rounded(difference),
      noise: rounded(noise),
      verdict,
      holds: verdict === 'no difference',
    };
  });
}

/** Above its noise and above what matters it is a difference; what is drowned in noise is no answer. */
export function verdictOn(difference: number, noise: number): Judged['verdict'] {
  if (Math.abs(difference) > Math.max(noise, negligible)) return 'DIFFERS';
  return noise > tooNoisy ? 'too noisy to tell' : 'no difference';
}

export function toTable(judged: readonly Judged[]): string {
  const rows = judged.map(({ question, kind, beside, median, difference, noise, verdict }) => [
    `${question}: ${kind} beside ${beside}`,
    `median ${median.toFixed(1)} µs`,
    `difference ${difference.toFixed(2)} ± ${noise.toFixed(2)} µs`,
    verdict,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
