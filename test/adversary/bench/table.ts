import { mutants, type MutantName } from '../mutants/mutants.ts';
import type { ClassResult, Finding } from './run-class.ts';

/** A class of attacks, against the product and against the build without its defence. */
export interface Row {
  readonly name: string;
  readonly title: string;
  readonly without: MutantName;
  readonly result: ClassResult;
  /** Absent where a single attack is repeated. */
  readonly mutant?: ClassResult;
}

/** Nothing gained, every end coded, nobody stuck; and the same attacks win where the defence is missing. */
export const holds = ({ result, mutant }: Row): boolean =>
  [result.gained, result.uncoded, result.stuck].every(({ length }) => length === 0) &&
  result.attacks > 0 &&
  (mutant === undefined || mutant.gained.length > 0);

const head = ['class', 'attacks', 'gained', 'uncoded', 'stuck', 'wins without'];

/** The table for people, and below it what was found. */
export function toTable(rows: readonly Row[]): string {
  const lines = rows.map(({ name, result, without, mutant }) => [
    name,
    ...[result.attacks, result.gained.length, result.uncoded.length, result.stuck.length].map(String),
    won(without, mutant),
  ]);
  const sum = (of: (result: ClassResult) => number) =>
    String(rows.reduce((total, { result }) => total + of(result), 0));
  const total = [
    'total',
    sum(({ attacks }) => attacks),
    sum(({ gained }) => gained.length),
    sum(({ uncoded }) => uncoded.length),
    sum(({ stuck }) => stuck.length),
    `${rows.filter(({ mutant }) => (mutant?.gained.length ?? 0) > 0).length} of ${rows.length}`,
  ];
  const all = [head, ...lines, total];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const shown = all.map((line) =>
    line
      .map((cell, column) =>
        column === 0 || column === head.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [...shown, ...rows.flatMap(findings)].join('\n');
}

function won(without: MutantName, mutant: ClassResult | undefined): string {
  const { defence } = mutants[without];
  if (mutant === undefined) return '(not tried)';
  return mutant.gained.length > 0 ? defence : `DOES NOT WIN without: ${defence}`;
}

function findings({ name, result }: Row): string[] {
  const show = (kind: string, found: readonly Finding[]) =>
    found.map(({ index, attack, what }) => `\n${name} #${index} (${attack}), ${kind}: ${what}`);
  return [...show('GAINED', result.gained), ...show('UNCODED', result.uncoded), ...show('STUCK', result.stuck)];
}
