// Sees that the commands in README.md and docs/ exist: `npm run docs-commands`. Exit code 1 if one does not.
// It reads blocks marked `sh`: npm's scripts, files of this repository, and naviterm's own commands with their options.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** @type {{ scripts: Record<string, string> }} */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const programs = { naviterm: 'src/cli/main.ts', 'naviterm-server': 'local-servers/cli/main.ts' };

/** @typedef {{ file: string, words: string[] }} Command */

/** @returns {string[]} */
const documents = () => [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => join('docs', path)),
];

/** @param {string} file @returns {Command[]} */
function commandsIn(file) {
  const blocks = readFileSync(join(root, file), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms);
  return [...blocks].flatMap(([, block = '']) =>
    block
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((line) => line.replace(/(^|\s)#.*$/, '').replace(/\s[<>].*$/, ''))
      .flatMap((line) => line.split(/&&|\|\||\||;/))
      .map((command) => ({
        file,
        words: command
          .trim()
          .split(/\s+/)
          .filter((word) => word !== ''),
      }))
      .filter(({ words }) => words.length > 0),
  );
}

/** @param {Command} command @returns {string | undefined} what is wrong with it */
function fault({ words }) {
  const [program = '', ...rest] = words[0] === 'npx' ? words.slice(1) : words;
  if (program === 'npm' && rest[0] === 'run') return nameOfScript(rest) in scripts ? undefined : 'no such script';
  if (program === 'npm' && rest[0] === 'test') return 'test' in scripts ? undefined : 'no such script';
  if (['node', 'bash', 'sh'].includes(program))
    return existsSync(join(root, rest[0] ?? '')) ? undefined : 'no such file';
  if (program === 'naviterm' || program === 'naviterm-server') return faultOfProgram(program, rest);
  return undefined;
}

/** @param {string[]} words those after `npm` */
const nameOfScript = (words) => words.slice(1).find((word) => !word.startsWith('-')) ?? '';

/** @param {keyof typeof programs} program @param {string[]} rest */
function faultOfProgram(program, rest) {
  const { status, stdout, stderr } = help(program, rest);
  if (status !== 0) return `--help ended with code ${status}: ${stderr.trim()}`;
  const usage = stdout.split('\n')[0] ?? '';
  if (rest.length > 0 && usage.includes('[command]')) return `no such command; help says: ${usage}`;
  const options = rest.filter((word) => word.startsWith('--') && word !== '--').map((word) => word.replace(/=.*$/, ''));
  const unknown = options.filter((option) => !stdout.includes(option) && !help(program, []).stdout.includes(option));
  return unknown.length > 0 ? `no such option: ${unknown.join(', ')}` : undefined;
}

/** @param {keyof typeof programs} program @param {string[]} words */
const help = (program, words) =>
  spawnSync(process.execPath, [join(root, programs[program]), ...words, '--help'], { encoding: 'utf8' });

const commands = documents()
  .filter((file) => file.endsWith('.md'))
  .flatMap(commandsIn);
const faults = commands.flatMap((command) => {
  const words = fault(command);
  return words === undefined ? [] : [`${command.file}: \`${command.words.join(' ')}\`: ${words}`];
});
for (const line of faults) console.error(line);
console.log(`${commands.length} commands in the docs, ${faults.length} wrong.`);
process.exitCode = faults.length > 0 || commands.length === 0 ? 1 : 0;
