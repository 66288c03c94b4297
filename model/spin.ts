import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What is searched for: broken assertions and stuck states, or runs that never come to what must come in the end. */
export type Search = 'safety' | 'liveness';

/** How a search ended. `stuck` is a state that nobody leaves and that is no end. */
export type Verdict = 'holds' | 'assertion broken' | 'stuck' | 'never ends well';

export interface SpinTask {
  /** Name of a file beside this one, without `.pml`. */
  readonly model: string;
  readonly defines: readonly string[];
  readonly search: Search;
}

export interface Finding {
  readonly verdict: Verdict;
  /** The broken assertion, as SPIN shows it; otherwise empty. */
  readonly assertion: string;
  readonly states: number;
  /** Wall clock, with generating and compiling the search. */
  readonly seconds: number;
}

/** Ceilings of one search. Beyond them there is no verdict. */
const ceilings = { seconds: 120, megabytes: 1536, depth: 2_000_000 } as const;

const run = promisify(execFile);
const limits = { timeout: ceilings.seconds * 1000, maxBuffer: 16 * 1024 * 1024, killSignal: 'SIGKILL' } as const;

/** Searches a model with SPIN. @throws Error where the model is malformed or the search exceeds a ceiling */
export async function verify({ model, defines, search }: SpinTask): Promise<Finding> {
  const begun = performance.now();
  return inWorkshop(async (folder) => {
    const depth = `-m${ceilings.depth}`;
    const options =
      search === 'safety'
        ? { compile: ['-O1', '-DSAFETY', '-DNOCLAIM'], search: [depth] }
        : { compile: ['-O1', '-DNFAIR=3'], search: [depth, '-a', '-f'] };
    await compile(folder, model, defines, options.compile);
    const finding = read(await searchIn(folder, options.search), model);
    return { ...finding, seconds: (performance.now() - begun) / 1000 };
  });
}

/**
 * Replays recorded runs against a model.
 * @param runs the events of each, by the names that the model defines
 * @returns for each run, whether it is a behaviour of the model
 * @throws Error where an event is none of the model's, or a ceiling is exceeded
 */
export async function replay(
  model: string,
  runs: readonly (readonly string[])[],
  defines: readonly string[] = [],
): Promise<boolean[]> {
  return inWorkshop(async (folder) => {
    await writeFile(join(folder, 'recorded.pml'), recordedRuns(runs));
    await compile(folder, model, ['RECORDED', ...defines], ['-O0', '-DSAFETY', '-DNOCLAIM']);
    // A run that stops half-way is stuck by intention: only the assertions at the ends of runs count (-E), all of them (-c0).
    const output = await searchIn(folder, ['-m100000', '-E', '-c0']);
    read(output, model);
    const broken = [...output.matchAll(/assertion violated (.*) \(at depth/g)].map(([, text = '']) => text);
    const accepted = new Set(broken.map((text) => /^\(chosen!=(\d+)\)$/.exec(text)?.[1] ?? text));
    const odd = [...accepted].find((text) => !/^\d+$/.test(text));
    if (odd !== undefined) throw new Error(`${model}: while runs were replayed, an assertion was broken: ${odd}`);
    return runs.map((_, index) => accepted.has(String(index)));
  });
}

/** One of the runs is chosen; when its last event has happened, the assertion that names it is broken. */
function recordedRuns(runs: readonly (readonly string[])[]): string {
  let at = 0;
  const starts = runs.map((events) => {
    const from = at;
    at += events.length;
    return { from, to: at };
  });
  const choices = starts.map(({ from, to }, index) => `  :: atomic { chosen = ${index}; at = ${from}; until = ${to} }`);
  const ends = runs.map((_, index) => `  :: chosen == ${index} -> assert(chosen != ${index})`);
  return [
    `hidden byte recorded[${at}];`,
    'short chosen = -1;',
    'active proctype recorded_runs() {',
    '  d_step {',
    ...runs.flat().map((event, index) => `    recorded[${index}] = ${event};`),
    '  }',
    '  if',
    ...choices,
    '  fi;',
    '  (at == until);',
    '  if',
    ...ends,
    '  fi',
    '}',
    '',
  ].join('\n');
}

/** A folder for one search, with the models in it, for as long as `work` runs. */
async function inWorkshop<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'naviterm-model-'));
  try {
    await cp(import.meta.dirname, folder, {
      recursive: true,
      filter: (path) => path === import.meta.dirname || path.endsWith('.pml'),
    });
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compile(
  folder: string,
  model: string,
  defines: readonly string[],
  options: readonly string[],
): Promise<void> {
  const generated = await run('spin', ['-a', ...defines.map((name) => `-D${name}`), `${model}.pml`], {
    cwd: folder,
    ...limits,
  }).catch((error: unknown) => {
    throw new Error(`${model}: SPIN does not take the model: ${outputOf(error)}`, { cause: error });
  });
  if (/error:/i.test(generated.stdout)) throw new Error(`${model}: ${generated.stdout}`);
  await run('cc', [...options, '-w', `-DMEMLIM=${ceilings.megabytes}`, '-o', 'search', 'pan.c'], {
    cwd: folder,
    ...limits,
  });
}

async function searchIn(folder: string, options: readonly string[]): Promise<string> {
  const { stdout } = await run(join(folder, 'search'), [...options, '-w22'], { cwd: folder, ...limits });
  return stdout;
}

const outputOf = (error: unknown): string =>
  error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);

function read(output: string, model: string): Omit<Finding, 'seconds'> {
  const errors = /errors: (\d+)/.exec(output)?.[1];
  const states = Number(/^\s*([\d.e+]+) states, stored/m.exec(output)?.[1]);
  const cut = /max search depth too small|memory limit|bytes limit/.exec(output)?.[0];
  if (errors === undefined || !Number.isFinite(states) || (errors === '0' && cut !== undefined)) {
    throw new Error(`${model}: the search was not completed: ${cut ?? output.slice(0, 2000)}`);
  }
  if (errors === '0') return { verdict: 'holds', assertion: '', states };
  const assertion = /assertion violated\s+(.*) \(at depth/.exec(output)?.[1];
  if (assertion !== undefined) return { verdict: 'assertion broken', assertion, states };
  if (/invalid end state/.test(output.slice(0, output.indexOf('(Spin Version')))) {
    return { verdict: 'stuck', assertion: '', states };
  }
  if (/acceptance cycle/.test(output)) return { verdict: 'never ends well', assertion: '', states };
  throw new Error(`${model}: SPIN found something else: ${output.slice(0, 2000)}`);
}
