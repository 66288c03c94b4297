import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { operateServers } from '../src/host/operate-servers.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The operator's program. */
export const serverProgram = here('../local-servers/cli/main.ts');
/** The step that makes regions from real map data. */
const cartographyProgram = here('../cartography/build.ts');
export const regionsFolder = here('../build/regions');

/** Runs a program of the project to its end and gives what it printed. Its words are passed on line by line. */
function runProgram(
  program: string,
  args: readonly string[],
  onWords: (line: string) => void = () => undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let words = '';
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4_000);
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onWords(line);
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${args.slice(0, 2).join(' ')} ended with code ${code}: ${words.trim()}`));
    });
  });
}

export const operate = (data: string, ...args: string[]): Promise<string> =>
  operateServers({ program: serverProgram, data })(...args);

/** Builds the regions that are not there as this version makes them. @returns those */
export async function buildRegions(regions: readonly string[], onWords: (line: string) => void): Promise<string[]> {
  const printed = await runProgram(cartographyProgram, [...regions, '--missing', '--out', regionsFolder], onWords);
  return printed.split('\n').filter((line) => line !== '');
}
