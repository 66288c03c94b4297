// `npm run model`: verifies every property of the models, and that each broken variant fails. `--full` has larger bounds.
import { parseArgs } from 'node:util';
import { checks, isAsExpected, type Check } from './checks.ts';
import { verify, type Finding } from './spin.ts';

/** Searches that run at the same time. */
const atOnce = 2;

interface Outcome {
  readonly check: Check;
  readonly finding: Finding | undefined;
  /** Why there is no finding; otherwise empty. */
  readonly failure: string;
  readonly asExpected: boolean;
}

const { values } = parseArgs({
  options: { full: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'boolean' } },
});
const wanted = checks(values.full).filter(({ model }) => values.only === undefined || model === values.only);
const begun = performance.now();
const outcomes = await allOf(wanted);
if (values.json === true) console.log(JSON.stringify(outcomes));
else print(outcomes);
const surprises = outcomes.filter(({ asExpected }) => !asExpected);
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
console.error(`${outcomes.length} searches, ${surprises.length} not as expected, ${seconds} s`);
process.exitCode = surprises.length > 0 || outcomes.length === 0 ? 1 : 0;

/** In the order of the list, a few at a time. */
async function allOf(list: readonly Check[]): Promise<readonly Outcome[]> {
  const results: Outcome[] = [];
  const left = list.entries();
  const worker = async () => {
    for (const [index, check] of left) results[index] = await outcomeOf(check);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

async function outcomeOf(check: Check): Promise<Outcome> {
  try {
    const finding = await verify(check);
    return { check, finding, failure: '', asExpected: isAsExpected(check, finding) };
  } catch (error) {
    return { check, finding: undefined, failure: String(error), asExpected: false };
  }
}

function print(list: readonly Outcome[]): void {
  const rows = list.map(({ check, finding, failure, asExpected }) => [
    asExpected ? '' : '!',
    check.model,
    check.property,
    check.expected,
    finding === undefined ? failure : `${finding.verdict}${finding.assertion === '' ? '' : `: ${finding.assertion}`}`,
    finding === undefined ? '-' : String(finding.states),
    finding === undefined ? '-' : finding.seconds.toFixed(1),
  ]);
  const head = ['', 'model', 'property', 'expected', 'found', 'states', 'seconds'];
  const widths = head.map((name, column) =>
    Math.min(72, Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0))),
  );
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  for (const row of [head, ...rows]) console.log(line(row).trimEnd());
}
