import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Story } from './steps.ts';
import { tellStory } from './story.ts';
import { driveWindow, openWindow } from './window.ts';

const usage = `usage: npm run demo -- [--headless | --words] [--json] [--data FOLDER]

Runs the whole of Naviterm on this machine, offline: servers, an application, a payment, a terminal, a map, a drive.
With a display it opens the terminal, and whoever sits there goes on. Without one it drives the terminal by itself and
leaves a picture of each step.
  --headless     without a display, even where there is one
  --words        without a screen: the same story by the command line's terminal, with what goes over the wire in words
  --json         one machine-readable summary on standard output; words go to standard error
  --data FOLDER  where everything is kept (default: demo-output)
`;

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    words: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    data: { type: 'string', default: fileURLToPath(new URL('../demo-output', import.meta.url)) },
    help: { type: 'boolean', default: false },
    // What the set-up found for a terminal with a screen.
    electron: { type: 'string' },
    application: { type: 'string' },
    switch: { type: 'string', multiple: true, default: [] },
  },
});

if (values.help) process.stdout.write(usage);
else await run(resolve(values.data), values.json);

/** The story that fits what is here. */
async function tell(story: Story, output: string): Promise<void> {
  const { electron, application } = values;
  if (values.words || electron === undefined || application === undefined) {
    // An installation of its own: its servers are run by the demo, those of a terminal with a screen by the terminal.
    const folder = join(output, 'words');
    return tellStory(story, { servers: join(folder, 'servers'), terminal: join(folder, 'terminal') }, folder);
  }
  const options = { program: { electron, application, switches: values.switch }, terminal: join(output, 'terminal') };
  const seen = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) && !values.headless;
  return seen ? openWindow(story, options) : driveWindow(story, options, join(output, 'screens'));
}

async function run(output: string, json: boolean): Promise<void> {
  const words = json ? process.stderr : process.stdout;
  const story = new Story((line) => void words.write(`${line}\n`));
  const started = performance.now();
  let failure: unknown;
  try {
    await mkdir(output, { recursive: true });
    await tell(story, output);
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
