import { pairedDifference } from '../kit/paired-difference.ts';
import { summarise } from '../kit/statistics.ts';
import type { Probe, Question } from './question.ts';

/** A difference that may still be as many times what matters leaves the question open. */
const tooMuch = 5;

/** One kind of handshake beside the one that the server knows; times in microseconds. */
export interface Judged {
  readonly question: string;
  readonly kind: string;
  readonly beside: string;
  readonly median: number;
  readonly difference: number;
  /** Ends of the 99 % confidence interval of the difference. */
  readonly low: number;
  readonly high: number;
  readonly verdict: 'no difference' | 'DIFFERS' | 'too noisy to tell';
  readonly holds: boolean;
}

export function judge(question: Question, times: ReadonlyMap<Probe, readonly number[]>): Judged[] {
  const [known, ...others] = question.probes;
  const of = (probe: Probe) => times.get(probe) ?? [];
  const rounded = (value: number) => Number(value.toFixed(2));
  return others.map((probe) => {
    const { difference, low, high } = pairedDifference(of(probe), of(known));
    const verdict = verdictOn(low, high, question.matters);
    return {
      question: question.name,
      kind: probe.name,
      beside: known.name,
      median: rounded(summarise(of(probe)).median),
      difference: rounded(difference),
      low: rounded(low),
      high: rounded(high),
      verdict,
      holds: verdict === 'no difference',
    };
  });
}

/** What is certainly more than what matters is a difference; what may be much more is no answer. */
export function verdictOn(low: number, high: number, matters: number): Judged['verdict'] {
  if (low > matters || high < -matters) return 'DIFFERS';
  return Math.max(-low, high) > tooMuch * matters ? 'too noisy to tell' : 'no difference';
}

export function toTable(judged: readonly Judged[]): string {
  const rows = judged.map(({ question, kind, beside, median, difference, low, high, verdict }) => [
    `${question}: ${kind} beside ${beside}`,
    `median ${median.toFixed(1)} µs`,
    `difference ${difference.toFixed(2)} µs (${low.toFixed(2)} to ${high.toFixed(2)})`,
    verdict,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
