import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { campaign, campaignTimeout, rounds } from '../support/fuzz/campaign.ts';
import { mutateBytes } from '../support/fuzz/mutate.ts';
import type { Random } from '../support/fuzz/random.ts';

const program = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const terminal = program('src/cli/main.ts');
const servers = program('local-servers/cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'naviterm-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'file.json'), '{"format":1}');

const lines: readonly (readonly [string, readonly string[]])[] = [
  [terminal, ['provision', 'file.json']],
  [terminal, ['maps', 'draw', 'montevideo', 'out.png', '--width', '100', '--height', '-1', '--theme', 'day']],
  [terminal, ['sign-up', '--user', 'u', '--licence', 'n', '--overwrite', 'x']],
  [servers, ['accounts', 'issue', '--plan', 'standard', '--days', '30', '--regions', '*']],
  [servers, ['allocation', 'set', 'first-allocation', 'file.json']],
  [servers, ['devices', 'provision', '--maker', 'acme', '--model', 'N', '--hardware', '1']],
  [servers, ['maps', 'publish', 'file.json', '--region', 'montevideo', '--name', 'en=Montevideo']],
  [servers, ['sign', 'file.json']],
  [servers, ['set-up', '--port', '70000', '--host', 'nowhere.invalid']],
];

/** One word of the line changed, as far as an operating system hands words on. */
function changedLine(words: readonly string[], random: Random): string[] {
  const at = random.below(words.length);
  return words.map((word, index) =>
    index === at
      ? Buffer.from(mutateBytes(Buffer.from(word), random))
          .toString('utf8')
          .replaceAll('\0', '')
          .slice(0, 500)
      : word,
  );
}

it('a command that makes no sense ends in words, never in a stack', { timeout: campaignTimeout }, async () => {
  const input = ({ random, number }: { random: Random; number: number }) => {
    const [file = terminal, words = []] = lines[number % lines.length] ?? [];
    return { file, words: random.chance(3) ? [...words] : changedLine(words, random) };
  };
  const done = await campaign(
    'command lines',
    { rounds: rounds(lines.length), atOnce: 2, input },
    async ({ file, words }) => {
      const child = spawn(process.execPath, [file, ...words, '--data', folder], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [complaint, code] = await Promise.all([
        text(child.stderr),
        new Promise<number | null>((resolve) => child.once('close', resolve)),
        text(child.stdout),
      ]);
      expect(complaint).not.toMatch(/\n {4}at |Error \[|TypeError|RangeError/);
      expect([0, 1]).toContain(code);
    },
  );
  expect(done).toBeGreaterThan(0);
});
