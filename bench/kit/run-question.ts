import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { judge, measure } from './compare.ts';
import { measureCosts, type CostDefinition } from './costs.ts';
import { loadCore, moveToCore, obstacle } from './cores.ts';
import type { FigureDefinition, QuantityDefinition } from './question.ts';
import { toRecord, toTable, type Outcome } from './report.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** An option of one question: a number. */
export interface NumberOption {
  readonly preset: number;
  readonly what: string;
}
type NumberOptions = Readonly<Record<string, NumberOption>>;
type Definition = FigureDefinition | CostDefinition | QuantityDefinition;

const usage = (figures: readonly Definition[], numbers: NumberOptions) =>
  `options: --json, --strict (exit code 1 where a goal does not hold), --runs N, --seconds N, --figure NAME (${figures
    .map(({ name }) => name)
    .join(', ')})${Object.entries(numbers)
    .map(([name, { what, preset }]) => `, --${name} N (${what}; ${preset})`)
    .join('')}`;

/**
 * Measures the figures of a question and prints a table, or with `--json` a list of records. The exit code is 0 where all
 * were measured, whatever came out, but with `--strict` 1 where a goal does not hold.
 */
export async function runQuestion(figures: readonly Definition[], own: NumberOptions = {}): Promise<void> {
  const options = readOptions(figures, own);
  if (options === undefined) return;
  const why = obstacle();
  if (why !== undefined) {
    say(why);
    process.exitCode = 1;
    return;
  }
  const [load = 0] = loadavg();
  if (load > 1) say(`Others are using this machine (load average ${load.toFixed(1)}): take no figure for good.`);
  // What is started from here on inherits this core, unless it is given another.
  moveToCore(loadCore);
  const outcomes: Outcome[] = [];
  for (const definition of options.figures) {
    say(`${definition.name}: ${definition.what}`);
    const sayBelow = (line: string) => say(`  ${line}`);
    const preparing = { say: sayBelow, numbers: options.numbers };
    if ('measure' in definition) {
      outcomes.push(judge(definition, await definition.measure(preparing, options.runs)));
      continue;
    }
    if ('prepareCosts' in definition) {
      outcomes.push(await measureCosts(definition, await definition.prepareCosts(preparing), { ...options, say }));
      continue;
    }
    const prepared = await definition.prepare(sayBelow, options.seconds, options.numbers);
    try {
      outcomes.push(await measure(definition, prepared, { ...options, say }));
    } finally {
      await prepared.close();
    }
  }
  if (options.json) console.log(JSON.stringify(outcomes.map(toRecord), undefined, 2));
  else console.log(`\n${toTable(outcomes)}`);
  if (options.strict && outcomes.some(({ holds }) => !holds)) process.exitCode = 1;
}

function readOptions(figures: readonly Definition[], own: NumberOptions) {
  const ownOptions = Object.fromEntries(
    Object.entries(own).map(([name, { preset }]) => [name, { type: 'string', default: String(preset) }] as const),
  );
  const { values } = parseArgs({
    options: {
      ...ownOptions,
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      runs: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      figure: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    } as const,
  });
  const given: Readonly<Record<string, unknown>> = values;
  const numbers = Object.fromEntries(Object.keys(own).map((name) => [name, Number(given[name])]));
  const [runs, seconds] = [Number(values.runs), Number(values.seconds)];
  const names = values.figure ?? figures.map(({ name }) => name);
  const wanted = figures.filter(({ name }) => names.includes(name));
  const isMeant =
    [runs, ...Object.values(numbers)].every((number) => Number.isInteger(number) && number >= 1) &&
    seconds > 0 &&
    wanted.length === new Set(names).size;
  if (values.help || !isMeant) {
    say(usage(figures, own));
    if (!isMeant) process.exitCode = 2;
    return undefined;
  }
  return { runs, seconds, numbers, json: values.json, strict: values.strict, figures: wanted };
}
