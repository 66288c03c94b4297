import { formatNumber } from './compare.ts';
import type { Preparing } from './question.ts';
import { summarise, type Summary } from './statistics.ts';

/** One of two things whose cost is compared. */
export interface CostSide {
  readonly name: string;
  /** What it costs this time, in the definition's unit. */
  readonly measure: () => Promise<number>;
}

export interface PreparedCosts {
  readonly ours: CostSide;
  readonly peer: CostSide;
}

/** A figure of which less is better, beside something that costs as little as it can: a time, or memory. */
export interface CostDefinition {
  /** What `--figure` takes. */
  readonly name: string;
  /** What is measured, in words. */
  readonly what: string;
  readonly unit: string;
  /** At most so many times what the peer costs. */
  readonly atMostTimes: number;
  /** Measured so many times in each run, where once differs from the next by more than what is looked for; once where absent. */
  readonly timesPerRun?: number;
  readonly prepareCosts: (preparing: Preparing) => Promise<PreparedCosts>;
}

export interface CostComparison {
  readonly definition: Pick<CostDefinition, 'name' | 'what' | 'unit' | 'atMostTimes'>;
  readonly ours: CostOfSide;
  readonly peer: CostOfSide;
  /** The ratio of the medians. */
  readonly ratio: number;
  /** The ratios of the pairs that were measured one after the other. */
  readonly pairs: Summary;
  readonly holds: boolean;
}

export interface CostOfSide {
  readonly name: string;
  readonly cost: Summary;
}

/** Measures both sides in turn, A B A B, so that what changes on the machine meanwhile meets them alike. */
export async function measureCosts(
  definition: CostDefinition,
  { ours, peer }: PreparedCosts,
  { runs, say }: { readonly runs: number; readonly say: (line: string) => void },
): Promise<CostComparison> {
  const costs: { readonly ours: number; readonly peer: number }[] = [];
  const rounds = runs * (definition.timesPerRun ?? 1);
  for (let round = 1; round <= rounds; round += 1) {
    const cost = { ours: await ours.measure(), peer: await peer.measure() };
    costs.push(cost);
    const words = [`${ours.name} ${formatNumber(cost.ours)}`, `${peer.name} ${formatNumber(cost.peer)}`];
    say(`  ${round} of ${rounds}: ${words.join(', ')} ${definition.unit}`);
  }
  return compareCosts(definition, [ours.name, peer.name], costs);
}

/** The comparison of what was measured; the ratio is that of the medians. */
export function compareCosts(
  { name, what, unit, atMostTimes }: CostComparison['definition'],
  [ourName, peerName]: readonly [string, string],
  costs: readonly { readonly ours: number; readonly peer: number }[],
): CostComparison {
  const ours = { name: ourName, cost: summarise(costs.map((cost) => cost.ours)) };
  const peer = { name: peerName, cost: summarise(costs.map((cost) => cost.peer)) };
  const ratio = ours.cost.median / peer.cost.median;
  const pairs = summarise(costs.map((cost) => cost.ours / cost.peer));
  return { definition: { name, what, unit, atMostTimes }, ours, peer, ratio, pairs, holds: ratio <= atMostTimes };
}
