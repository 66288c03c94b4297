import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const repository = join(import.meta.dirname, '../../..');

/** What reads a clock or waits by one, outside a clock port. */
const clockReading =
  /\bDate\.now\b|\bnew Date\(\s*\)|(?<![\w.'])Date\(\)|\bperformance\.(?:now|timeOrigin)\b|\bhrtime\b|\bos\.uptime\b|\{[^}]*\buptime\b[^}]*\} from 'node:os'|\/proc\/uptime|\b(?:unixepoch|strftime|julianday|datetime|current_timestamp)\b\s*\(?|\bCURRENT_(?:TIME|DATE)/;
const waiting = /\bset(?:Timeout|Interval)\b/;

/** Everything in the product that knows a clock, and why no promise hangs on it. */
const readers: Readonly<Record<string, string>> = {
  'src/host/elapsed-time.ts': 'the hands of the machine: the one place where elapsed time is made',
  'src/host/leftovers.ts': 'age of unfinished files by the times of their file system; a killed work is done again',
  'src/cli/progress.ts': 'the rate that a progress bar shows',
  'local-servers/cli/commands/allocation-tables.ts': 'how often an import says how far it is',
  'local-servers/kit/app.ts': 'how long an answer took, for the log alone',
  'local-servers/kit/storage/sqlite-writer.ts': 'patience with a locked database; asleep, nobody waits',
  'local-servers/service/delivery/bandwidth.ts': 'a rate of bytes; asleep, nothing is sent',
  'local-servers/service/delivery/chunk-files.ts': 'age of unfinished files, as in leftovers.ts',
  'local-servers/service/operator.ts':
    "the publisher's own metadata, signed beside the installation by who knows the date",
};

/** Waits only: after a sleep of the machine they end later, and whoever is waited for has its own lifetime. */
const waiters: Readonly<Record<string, string>> = {
  'src/host/local-stack.ts': 'patience with a start',
  'src/host/http-transport.ts': 'time limit of a request',
  'src/host/monotonic-clock.ts': 'the port by which a terminal waits',
  'src/host/operate-servers.ts': "time limit of an operator's command",
  'src/host/position-gpsd.ts': 'patience with a connection to a receiver',
  'local-servers/kit/background.ts': 'rounds of background work',
  'local-servers/kit/channel/register-channel.ts': 'rounds of clearing up',
  'local-servers/kit/server-client.ts': 'pauses between attempts',
  'local-servers/kit/sleep.ts': 'pauses between endpoints',
  'local-servers/kit/shutdown.ts': 'patience with a shutdown',
  'local-servers/kit/storage/sqlite-writer.ts': 'time limit of a transaction',
  'local-servers/service/delivery/file-answer.ts': 'pace and time limit of an answer',
};

/** Lines of code, without comments. */
const codeOf = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

async function whoHas(pattern: RegExp): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob('{src,local-servers}/**/*.ts', { cwd: repository })) {
    if (pattern.test(codeOf(await readFile(join(repository, path), 'utf8')))) found.push(path);
  }
  return found.toSorted();
}

it('property 8: nobody reads a clock but those who are named here, and none of those is named in vain', async () => {
  expect(await whoHas(clockReading)).toEqual(Object.keys(readers).toSorted());
});

it('nobody waits by a timer but those who are named here', async () => {
  const found = await whoHas(waiting);
  expect(found.filter((path) => waiters[path] === undefined)).toEqual([]);
});

it.each([
  'const now = Date.now();',
  'const date = new Date();',
  'const at = performance.now();',
  'process.hrtime.bigint()',
  `import { cpus, uptime } from 'node:os';`,
  `sql("SELECT unixepoch('now')")`,
  'created_at DEFAULT CURRENT_TIMESTAMP',
  `readFile('/proc/uptime')`,
])('finds %s', (line) => {
  expect(clockReading.test(line)).toBe(true);
});

it.each(['new Date(now * 1000)', 'clock.now()', '// Date.now() in words', 'Date.parse(expires)'])(
  'allows %s',
  (line) => {
    expect(clockReading.test(codeOf(line))).toBe(false);
  },
);
