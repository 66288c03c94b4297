import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measure, type Comparison } from './compare.ts';
import { loadCore, moveToCore, obstacle } from './cores.ts';
import type { FigureDefinition } from './question.ts';
import { toRecord, toTable } from './report.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);

const usage = (figures: readonly FigureDefinition[]) =>
  `options: --json, --strict (exit code 1 where a goal does not hold), --runs N, --seconds N, --figure NAME (${figures
    .map(({ name }) => name)
    .join(', ')})`;

/**
 * Measures the figures of a question and prints a table, or with `--json` a list of records. The exit code is 0 where all
 * were measured, whatever came out, but with `--strict` 1 where a goal does not hold.
 */
export async function runQuestion(figures: readonly FigureDefinition[]): Promise<void> {
  const options = readOptions(figures);
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
  const comparisons: Comparison[] = [];
  for (const definition of options.figures) {
    say(`${definition.name}: ${definition.what}`);
    const prepared = await definition.prepare((line) => say(`  ${line}`), options.seconds);
    try {
      comparisons.push(await measure(definition, prepared, { ...options, say }));
    } finally {
      await prepared.close();
    }
  }
  if (options.json) console.log(JSON.stringify(comparisons.map(toRecord), undefined, 2));
  else console.log(`\n${toTable(comparisons)}`);
  if (options.strict && comparisons.some(({ holds }) => !holds)) process.exitCode = 1;
}

function readOptions(figures: readonly FigureDefinition[]) {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      runs: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
      figure: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  });
  const [runs, seconds] = [Number(values.runs), Number(values.seconds)];
  const names = values.figure ?? figures.map(({ name }) => name);
  const wanted = figures.filter(({ name }) => names.includes(name));
  const isMeant = Number.isInteger(runs) && runs >= 1 && seconds > 0 && wanted.length === new Set(names).size;
  if (values.help || !isMeant) {
    say(usage(figures));
    if (!isMeant) process.exitCode = 2;
    return undefined;
  }
  return { runs, seconds, json: values.json, strict: values.strict, figures: wanted };
}
