import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { prepareRegions } from './preparation.ts';
import { openPrivateDisplay } from './screen/private-display.ts';
import { Screen } from './screen/screen.ts';
import { tellScreenStory } from './screen-story.ts';
import type { StepResult, Story } from './steps.ts';
import { needsFileVault } from './story.ts';

/** How the terminal with a screen is started here. */
export interface Program {
  /** Path of Electron. */
  readonly electron: string;
  /** Folder of the built application. */
  readonly application: string;
  /** What Electron itself is told, such as `--no-sandbox`. */
  readonly switches: readonly string[];
}

export interface WindowOptions {
  readonly program: Program;
  /** The terminal's folder; the servers' installation goes into it as well. */
  readonly terminal: string;
}

/** Size of the screen of a car's computer, in pixels. */
const size = { width: 1024, height: 600 };

/** What starts it: the program, then its arguments. */
async function commandOf(story: Story, { program, terminal }: WindowOptions): Promise<string[]> {
  await mkdir(terminal, { recursive: true });
  const fileVault = await needsFileVault(story, { terminal });
  const vault = fileVault ? ['--allow-unsafe-file-vault'] : [];
  return [program.electron, ...program.switches, program.application, '--data', terminal, ...vault];
}

/** Opens the terminal for whoever sits in front of it, until it is closed. */
export async function openWindow(story: Story, options: WindowOptions): Promise<void> {
  await story.step('regions', 'Making region packages from real map data', () => prepareRegions(story));
  await story.step('window', 'The terminal is open: "Try the demo" leads through it', async (): Promise<StepResult> => {
    const [program = '', ...parameters] = await commandOf(story, options);
    // What Electron remarks on the display and the buses that it misses is nothing for whoever tries the demo.
    const log = `${options.terminal}.log`;
    const remarks = await open(log, 'w');
    try {
      const child = spawn(program, parameters, {
        stdio: ['ignore', remarks.fd, remarks.fd],
        env: { ...process.env, NAVITERM_NODE: process.execPath },
      });
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      if (code !== 0) throw new Error(`the terminal ended with ${String(code ?? signal)}; its log is ${log}`);
      return { words: 'closed' };
    } finally {
      await remarks.close();
    }
  });
}

/** Drives the terminal by itself on a display that nobody sees, and leaves a picture of each step in `pictures`. */
export async function driveWindow(story: Story, options: WindowOptions, pictures: string): Promise<void> {
  await story.step('regions', 'Making region packages from real map data', () => prepareRegions(story));
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const display = await openPrivateDisplay();
  let application: ElectronApplication | undefined;
  try {
    await story.step('terminal', 'Starting the terminal', async (): Promise<StepResult> => {
      application = await launch(await commandOf(story, options), display.name);
      return { words: `${size.width}x${size.height}` };
    });
    if (application === undefined) return;
    const page = await application.firstWindow();
    let taken = 0;
    const shot = async (name: string) => {
      taken += 1;
      const path = join(pictures, `${String(taken).padStart(2, '0')}-${name}.png`);
      await page.screenshot({ path });
      story.note(path);
    };
    await tellScreenStory(story, new Screen(page, shot));
    await application.close();
    application = undefined;
    story.note(`${taken} pictures in ${pictures}`);
  } finally {
    application?.process().kill();
    await display.stop();
  }
}

/** @param parameters Electron's @param display for DISPLAY */
async function launch(
  [executable = '', ...parameters]: readonly string[],
  display: string,
): Promise<ElectronApplication> {
  const application = await _electron.launch({
    executablePath: executable,
    args: [...parameters, '--lang=en-US'],
    env: { ...withText(process.env), DISPLAY: display, NAVITERM_NODE: process.execPath },
  });
  await application.firstWindow();
  await application.evaluate(
    ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
    size,
  );
  return application;
}

const withText = (variables: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
