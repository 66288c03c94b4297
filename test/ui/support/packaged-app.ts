import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { sandboxArguments } from '../../../scripts/lib/electron-runtime.js';
import { ensurePackage, unpackedPackage } from '../../../scripts/lib/package-build.js';

/** Milliseconds until the program says where it is to be looked into. */
const startWithin = 60_000;
const addressPattern = /DevTools listening on (ws:\/\/\S+)/;

/** The package, copied to a place where nothing of the repository is near, and started from there. */
export class PackagedApp {
  readonly folder: string;
  readonly page: Page;
  readonly #process: ChildProcess;

  private constructor(folder: string, process: ChildProcess, page: Page) {
    this.folder = folder;
    this.#process = process;
    this.page = page;
  }

  /** @param display for DISPLAY. @param started called with what ends it, as soon as there is something to end */
  static async launch(display: string, started: (end: () => Promise<void>) => void): Promise<PackagedApp> {
    const unpacked = await ensurePackage();
    const folder = await mkdtemp(join(tmpdir(), 'naviterm-package-'));
    started(() => rm(folder, { recursive: true, force: true }));
    await cp(unpacked, join(folder, 'program'), { recursive: true });
    await mkdir(join(folder, 'home'), { mode: 0o700 });
    const child = spawn(
      join(folder, 'program', unpackedPackage.program),
      [...sandboxArguments(), '--lang=en-US', '--remote-debugging-port=0', '--data', join(folder, 'data')],
      { cwd: join(folder, 'home'), env: environmentOf(folder, display), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    started(async () => {
      child.kill('SIGKILL');
      for (const { pid } of await processesOf(folder)) killSafely(pid);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    });
    const browser = await chromium.connectOverCDP(await addressOf(child), { noDefaults: true });
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (page === undefined) throw new Error('the program has no window');
    return new PackagedApp(folder, child, page);
  }

  /** Paths of a folder that its processes have open, run, or stand in. */
  async usedIn(folder: string): Promise<string[]> {
    const found = await processesOf(this.folder);
    const used = await Promise.all(found.map(({ pid }) => pathsOf(pid)));
    return used.flat().filter((path) => path.startsWith(`${folder}/`));
  }

  /** Command lines of its processes. */
  async commands(): Promise<string[]> {
    return (await processesOf(this.folder)).map(({ command }) => command);
  }

  /** Ends it as a service manager does. @returns its exit code */
  async end(): Promise<number | null> {
    const ended = once(this.#process, 'exit') as Promise<[number | null]>;
    this.#process.kill('SIGTERM');
    return (await ended)[0];
  }
}

/** As on a machine without Node and without a repository; the keyring is the one of the tests. */
function environmentOf(folder: string, display: string): NodeJS.ProcessEnv {
  const bus = process.env['DBUS_SESSION_BUS_ADDRESS'];
  return {
    PATH: join(folder, 'no-programs'),
    HOME: join(folder, 'home'),
    LANG: 'en_US.UTF-8',
    DISPLAY: display,
    ...(bus === undefined ? {} : { DBUS_SESSION_BUS_ADDRESS: bus }),
  };
}

/** @throws with what it said instead */
function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the program is silent: ${said}`)), startWithin);
    child.once('exit', (code) => reject(new Error(`the program ended with ${String(code)}: ${said}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-20_000);
      const address = addressPattern.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(late);
      resolve(address);
    });
  });
}

/** Everything that was started with this home, whoever its parent is by now. */
async function processesOf(folder: string): Promise<{ pid: number; command: string }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = await Promise.all(
    pids.map(async (pid) => {
      const [environment, command] = await Promise.all([readProc(pid, 'environ'), readProc(pid, 'cmdline')]);
      const isOwn = environment.split('\0').includes(`HOME=${join(folder, 'home')}`);
      return isOwn ? { pid, command: command.replaceAll('\0', ' ').trim() } : undefined;
    }),
  );
  return all.filter((one) => one !== undefined);
}

/** Nothing for a process that ended while it was looked at. */
const readProc = (pid: number, name: string): Promise<string> =>
  readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');

async function pathsOf(pid: number): Promise<string[]> {
  const mapped = (await readProc(pid, 'maps')).split('\n').map((line) => line.slice(line.indexOf('/')));
  const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = ['cwd', 'exe', ...open.map((number) => `fd/${number}`)];
  const targets = await Promise.all(links.map((link) => readlink(`/proc/${pid}/${link}`).catch(() => '')));
  return [...mapped, ...targets];
}

function killSafely(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
