import { parseArgs } from 'node:util';
import { attackClasses } from './attacks/all-attacks.ts';
import { runTasks } from './bench/pool.ts';
import { holds, toTable, type Row } from './bench/table.ts';
import type { Task } from './bench/worker.ts';

const usage = `usage: npm run adversary -- [--bounded] [--seed N] [--only CLASS [--index N]] [--json] [--list]

Attacks real servers and a real terminal from the middle of their network, class by class, first as they are and then
without the one defence that each class is kept out by: there it must win.
  --bounded     a sample of each class, in less than a minute; otherwise everything
  --seed N      which sample, and in which order (default: 1)
  --only CLASS  one class alone; may be said several times
  --index N     one attack of it alone
  --json        one machine-readable document on standard output
  --list        names the classes
`;

const { values } = parseArgs({
  options: {
    bounded: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
    index: { type: 'string' },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(usage);
else if (values.list) for (const { name, title } of attackClasses) process.stdout.write(`${name}: ${title}\n`);
else await run().catch(failed);

/** Wrong options are told in words; anything else is a fault of the bench, to be seen as it is. */
function failed(error: unknown): void {
  if (!(error instanceof RangeError)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`--${option} takes a whole number`);
  return number;
}

async function run(): Promise<void> {
  const chosen = attackClasses.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  const unknown = values.only.find((name) => attackClasses.every((each) => each.name !== name));
  if (unknown !== undefined) throw new RangeError(`there is no class ${unknown}; --list names them`);
  const seed = wholeNumber('seed', values.seed);
  const index = values.index === undefined ? {} : { index: wholeNumber('index', values.index) };
  const extent = values.bounded ? 'bounded' : 'full';
  const pairs = chosen.map((attackClass) => {
    const task: Task = { name: attackClass.name, extent, seed, ...index, untilWon: false };
    const mutant: Task = { ...task, extent: 'bounded', without: attackClass.without, untilWon: true };
    return { attackClass, task, mutant: values.index === undefined ? mutant : undefined };
  });
  const tasks = pairs.flatMap(({ task, mutant }) => (mutant === undefined ? [task] : [task, mutant]));
  const results = await runTasks(tasks, showProgress(tasks.length));
  const rows = pairs.map(({ attackClass: { name, title, without }, task, mutant }): Row => {
    const result = results.get(task);
    if (result === undefined) throw new Error(`${name} was not run`);
    const beside = mutant && results.get(mutant);
    return { name, title, without, result, ...(beside === undefined ? {} : { mutant: beside }) };
  });
  const ok = rows.every(holds);
  if (values.json) process.stdout.write(`${JSON.stringify({ ok, seed, extent, classes: rows })}\n`);
  else process.stdout.write(`seed ${seed}, ${extent}\n${toTable(rows)}\n`);
  process.exitCode = ok ? 0 : 1;
}

/** Says on standard error how far it is, so that nobody waits in the dark. */
function showProgress(total: number): Parameters<typeof runTasks>[1] {
  const started = performance.now();
  let finished = 0;
  let shownAt = started;
  return ({ name, without }, report) => {
    const now = performance.now();
    const against = without === undefined ? name : `${name} without ${without}`;
    const seconds = Math.round((now - started) / 1000);
    if ('result' in report) {
      finished += 1;
      process.stderr.write(`[${finished}/${total}, ${seconds} s] ${against}: ${report.result.attacks} attacks\n`);
    } else if ('progress' in report && now - shownAt > 5_000) {
      shownAt = now;
      process.stderr.write(
        `[${finished}/${total}, ${seconds} s] ${against}: ${report.progress.done} of ${report.progress.total}\n`,
      );
    }
  };
}
