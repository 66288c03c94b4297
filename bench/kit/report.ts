import { formatNumber, type Comparison, type MeasuredSide, type Measurement } from './compare.ts';
import type { CostComparison, CostOfSide } from './costs.ts';

/** What came of a figure. */
export type Outcome = Comparison | CostComparison | Measurement;

/** What `--json` prints for each figure. */
export interface FigureRecord {
  readonly figure: string;
  /** Our rate as a share of the peer's. */
  readonly value: number;
  readonly unit: 'ratio';
  readonly goal: number;
  readonly holds: boolean;
  /** What it was measured beside. */
  readonly against: string;
  readonly rates: readonly SideRecord[];
}

interface SideRecord {
  readonly name: string;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly unit: string;
  /** Share of a core. */
  readonly busy: number;
}

/** What `--json` prints for a quantity. */
export interface QuantityRecord {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** At most so much. */
  readonly goal?: number;
  readonly holds: boolean;
  readonly lowest: number;
  readonly highest: number;
}

/** What `--json` prints for a cost. */
export interface CostRecord {
  readonly figure: string;
  /** Our cost as a multiple of the peer's. */
  readonly value: number;
  readonly unit: 'ratio';
  /** At most so much. */
  readonly goal: number;
  readonly holds: boolean;
  /** What it was measured beside. */
  readonly against: string;
  readonly costs: readonly {
    readonly name: string;
    readonly median: number;
    readonly lowest: number;
    readonly highest: number;
    readonly unit: string;
  }[];
}

export function toRecord(outcome: Outcome): FigureRecord | CostRecord | QuantityRecord {
  if ('values' in outcome) return quantityRecord(outcome);
  return isCost(outcome) ? costRecord(outcome) : comparisonRecord(outcome);
}

const isCost = (outcome: Outcome): outcome is CostComparison => 'cost' in ((outcome as CostComparison).ours ?? {});

function costRecord({ definition, ours, peer, ratio, holds }: CostComparison): CostRecord {
  const { name: figure, unit, atMostTimes: goal } = definition;
  const side = ({ name, cost }: CostOfSide) => ({
    name,
    median: rounded(cost.median),
    lowest: rounded(cost.lowest),
    highest: rounded(cost.highest),
    unit,
  });
  const costs = [ours, peer].map(side);
  return { figure, value: rounded(ratio), unit: 'ratio', goal, holds, against: peer.name, costs };
}

function quantityRecord({ definition, values, holds }: Measurement): QuantityRecord {
  const { name, unit, atMost } = definition;
  const [value, lowest, highest] = [rounded(values.median), rounded(values.lowest), rounded(values.highest)];
  return { figure: name, value, unit, ...(atMost === undefined ? {} : { goal: atMost }), holds, lowest, highest };
}

function comparisonRecord(comparison: Comparison): FigureRecord {
  const { definition, per, ours, peer, context, ratio, holds } = comparison;
  const unit = `${definition.unit}/${per}`;
  const side = ({ name, rate, busy }: MeasuredSide): SideRecord => ({
    name,
    median: rounded(rate.median),
    lowest: rounded(rate.lowest),
    highest: rounded(rate.highest),
    unit,
    busy: rounded(busy),
  });
  return {
    figure: definition.name,
    value: rounded(ratio),
    unit: 'ratio',
    goal: definition.goal,
    holds,
    against: peer.name,
    rates: [ours, peer, ...context].map(side),
  };
}

const rounded = (value: number) => Number(value.toPrecision(4));

/** A table for people: each figure with its sides below it. */
export function toTable(outcomes: readonly Outcome[]): string {
  const rows = [['', 'median', 'spread', 'core busy', 'ratio', 'goal', '']];
  for (const outcome of outcomes) {
    if ('values' in outcome) {
      rows.push(...quantityRows(outcome));
      continue;
    }
    if (isCost(outcome)) {
      rows.push(...costRows(outcome));
      continue;
    }
    const { definition, per, ours, peer, context, ratio, pairs, holds } = outcome;
    const sideRow = (name: string, { rate, busy }: MeasuredSide, rest: readonly string[]) => [
      `  ${name}`,
      `${formatNumber(rate.median)} ${definition.unit}/${per}`,
      `± ${percent(rate.spread)}`,
      percent(busy),
      ...rest,
    ];
    const range = `${pairs.lowest.toFixed(2)}–${pairs.highest.toFixed(2)}`;
    rows.push([`${definition.name}: ${definition.what}`]);
    rows.push(sideRow(ours.name, ours, [`${ratio.toFixed(2)} (${range})`, `≥ ${definition.goal}`, verdict(holds)]));
    rows.push(sideRow(`beside ${peer.name}`, peer, []));
    for (const side of context) rows.push(sideRow(`for comparison ${side.name}`, side, []));
  }
  const widths = [1, 2, 3, 4, 5].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const first = Math.max(...rows.filter((row) => row.length > 1).map((row) => row[0]?.length ?? 0));
  return rows
    .map((row) =>
      row.map((cell, column) => (row.length > 1 ? cell.padEnd([first, ...widths][column] ?? 0) : cell)).join('  '),
    )
    .map((line) => line.trimEnd())
    .join('\n');
}

function quantityRows({ definition: { name, what, unit, atMost }, values, holds }: Measurement): string[][] {
  const goal = atMost === undefined ? [] : [`≤ ${atMost}`, verdict(holds)];
  return [
    [`${name}: ${what}`],
    ['', `${formatNumber(values.median)} ${unit}`, `± ${percent(values.spread)}`, '', '', ...goal],
  ];
}

function costRows({ definition, ours, peer, ratio, pairs, holds }: CostComparison): string[][] {
  const row = (name: string, { cost }: CostOfSide, rest: readonly string[]) => [
    `  ${name}`,
    `${formatNumber(cost.median)} ${definition.unit}`,
    `± ${percent(cost.spread)}`,
    '',
    ...rest,
  ];
  const range = `${pairs.lowest.toFixed(2)}–${pairs.highest.toFixed(2)}`;
  return [
    [`${definition.name}: ${definition.what}`],
    row(ours.name, ours, [`${ratio.toFixed(2)} (${range})`, `≤ ${definition.atMostTimes}`, verdict(holds)]),
    row(`beside ${peer.name}`, peer, []),
  ];
}

const verdict = (holds: boolean) => (holds ? 'holds' : 'DOES NOT HOLD');

const percent = (share: number) => `${(100 * share).toFixed(share < 0.095 ? 1 : 0)} %`;
