import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Story } from './steps.ts';
import { tellStory } from './story.ts';

const usage = `usage: npm run demo -- [--headless] [--json] [--data FOLDER]

Runs the whole of Naviterm on this machine, offline: servers, an application, a payment, a terminal, a map.
  --headless     without a screen (this version has none yet, so the story is always told in words)
  --json         one machine-readable summary on standard output; words go to standard error
  --data FOLDER  where everything is kept (default: demo-output)
`;

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    data: { type: 'string', default: fileURLToPath(new URL('../demo-output', import.meta.url)) },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(usage);
else await run(resolve(values.data), values.json);

async function run(output: string, json: boolean): Promise<void> {
  const words = json ? process.stderr : process.stdout;
  const story = new Story((line) => void words.write(`${line}\n`));
  const started = performance.now();
  let failure: unknown;
  try {
    await mkdir(output, { recursive: true });
    await tellStory(story, { servers: join(output, 'servers'), terminal: join(output, 'terminal') }, output);
  } catch (error) {
    failure = error;
    process.exitCode = 1;
  }
  const seconds = Math.round(performance.now() - started) / 1000;
  const outcome = failure === undefined ? 'ok' : 'failed';
  if (json) process.stdout.write(`${JSON.stringify({ outcome, seconds, steps: story.reports })}\n`);
  if (failure === undefined) words.write(`Everything held, in ${seconds.toFixed(1)} s. All of it is in ${output}\n`);
  else
    process.stderr.write(`The story ended early: ${failure instanceof Error ? failure.message : 'no reason given'}\n`);
}
