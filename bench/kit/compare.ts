import { loadCore } from './cores.ts';
import { keepAwake } from './keep-awake.ts';
import type { FigureDefinition, PreparedFigure, QuantityDefinition, Run, Side } from './question.ts';
import { summarise, type Summary } from './statistics.ts';

/** Below this share of its core, a side was held up by the load or by others, not by its own work. */
const saturated = 0.95;

export interface MeasuredSide {
  readonly name: string;
  /** Units of work per second, by the basis of the comparison. */
  readonly rate: Summary;
  /** Share of a core that it used, in the median run. */
  readonly busy: number;
}

export interface Comparison {
  readonly definition: Pick<FigureDefinition, 'name' | 'what' | 'unit' | 'goal'>;
  /** What the rates are per: a second on the wall, or a second of the side's CPU. */
  readonly per: 's' | 'CPU s';
  readonly ours: MeasuredSide;
  readonly peer: MeasuredSide;
  readonly context: readonly MeasuredSide[];
  /** The ratio of the medians. */
  readonly ratio: number;
  /** The ratios of the pairs that were measured one after the other. */
  readonly pairs: Summary;
  readonly holds: boolean;
}

/** A quantity that was measured. */
export interface Measurement {
  readonly definition: Pick<QuantityDefinition, 'name' | 'what' | 'unit' | 'atMost'>;
  readonly values: Summary;
  readonly holds: boolean;
}

/** What came out, judged by its median. */
export function judge(
  { name, what, unit, atMost }: Measurement['definition'],
  measured: readonly number[],
): Measurement {
  const values = summarise(measured);
  const definition = { name, what, unit, ...(atMost === undefined ? {} : { atMost }) };
  return { definition, values, holds: atMost === undefined || values.median <= atMost };
}

export interface Rounds {
  readonly runs: number;
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** Measures all sides in turn, A B A B, so that what changes on the machine meanwhile meets them alike. */
export async function measure(
  definition: FigureDefinition,
  prepared: PreparedFigure,
  { runs, seconds, say }: Rounds,
): Promise<Comparison> {
  const sides = [prepared.ours, prepared.peer, ...(prepared.context ?? [])];
  const results = new Map<Side, Run[]>(sides.map((side) => [side, []]));
  const letSleep = definition.basis === 'saturated' ? keepAwake(loadCore) : undefined;
  try {
    for (let round = 1; round <= runs; round += 1) {
      for (const side of sides) {
        const run = await side.measure(seconds);
        results.get(side)?.push(run);
        const rate = formatNumber(run.work / run.seconds);
        const busy = Math.round((100 * run.cpuSeconds) / run.seconds);
        say(`  run ${round} of ${runs}: ${side.name}: ${rate} ${definition.unit}/s, busy ${busy} %`);
      }
    }
  } finally {
    letSleep?.();
  }
  const of = (side: Side) => ({ name: side.name, runs: results.get(side) ?? [] });
  return compare(definition, of(prepared.ours), of(prepared.peer), (prepared.context ?? []).map(of));
}

interface SideRuns {
  readonly name: string;
  readonly runs: readonly Run[];
}

/** The comparison of what was measured; the ratio is that of the medians. */
export function compare(
  { name, what, unit, goal, basis }: Pick<FigureDefinition, 'name' | 'what' | 'unit' | 'goal' | 'basis'>,
  ours: SideRuns,
  peer: SideRuns,
  context: readonly SideRuns[] = [],
): Comparison {
  const byWall = basis === 'elapsed' || [ours, peer].every((side) => busyShare(side) >= saturated);
  const rate = (run: Run) => run.work / (byWall ? run.seconds : run.cpuSeconds);
  const summed = (side: SideRuns): MeasuredSide => ({
    name: side.name,
    rate: summarise(side.runs.map(rate)),
    busy: busyShare(side),
  });
  const [measured, against] = [summed(ours), summed(peer)];
  const ratio = measured.rate.median / against.rate.median;
  const pairs = ours.runs.flatMap((run, index) => {
    const other = peer.runs[index];
    return other === undefined ? [] : [rate(run) / rate(other)];
  });
  return {
    definition: { name, what, unit, goal },
    per: byWall ? 's' : 'CPU s',
    ours: measured,
    peer: against,
    context: context.map(summed),
    ratio,
    pairs: summarise(pairs),
    holds: ratio >= goal,
  };
}

const busyShare = ({ runs }: SideRuns) => summarise(runs.map((run) => run.cpuSeconds / run.seconds)).median;

/** Three significant digits, with commas: 12,300 or 0.512. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
