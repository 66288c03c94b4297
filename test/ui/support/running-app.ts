import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron, type ConsoleMessage, type ElectronApplication, type Page } from 'playwright';
import { Screen } from '../../../demo/screen/screen.ts';
import { ensureApp } from '../../../scripts/lib/app-build.js';
import { ensureElectron, sandboxArguments } from '../../../scripts/lib/electron-runtime.js';
import { descendantsOf, leftOf } from './processes.ts';

export interface LaunchOptions {
  /** The terminal's folder. */
  readonly data: string;
  /** For DISPLAY. */
  readonly display: string;
  readonly arguments?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** Seconds that an end may take until nothing is left. */
const endSeconds = 15;

/** The real application, on a private display, with the keyring of the tests. */
export class RunningApp {
  readonly electron: ElectronApplication;
  readonly #process: ChildProcess;
  readonly data: string;
  readonly page: Page;
  readonly screen: Screen;
  /** Errors of the console and violations of the content security policy, until they are expected. */
  #complaints: string[] = [];
  #log = '';

  private constructor(electron: ElectronApplication, data: string, page: Page) {
    this.electron = electron;
    this.#process = electron.process();
    this.data = data;
    this.page = page;
    this.screen = new Screen(page);
  }

  static async launch({ data, display, ...more }: LaunchOptions): Promise<RunningApp> {
    const program = await ensureElectron();
    const built = await ensureApp(program);
    const electron = await _electron.launch({
      executablePath: program,
      args: [...sandboxArguments(), built, '--data', data, '--lang=en-US', ...(more.arguments ?? [])],
      env: { ...process.env, DISPLAY: display, NAVITERM_NODE: process.execPath, ...more.environment },
    });
    const heard: string[] = [];
    const onConsole = (message: ConsoleMessage) => {
      if (message.type() === 'error') heard.push(message.text());
    };
    electron.context().on('console', onConsole);
    electron.context().on('weberror', (error) => heard.push(error.error().message));
    const app = new RunningApp(electron, data, await electron.firstWindow());
    app.#complaints = heard;
    app.#process.stderr?.on('data', (text: Buffer) => (app.#log = (app.#log + text.toString()).slice(-20_000)));
    await app.page.locator('main').waitFor();
    return app;
  }

  /** What the main process has written. */
  get log(): string {
    return this.#log;
  }

  get pid(): number {
    const { pid } = this.#process;
    if (pid === undefined) throw new Error('the application has no process');
    return pid;
  }

  /** What the page has complained of, which is then forgotten. */
  takeComplaints(): string[] {
    return this.#complaints.splice(0);
  }

  /** The window's inside, in pixels of CSS. */
  async resize(width: number, height: number): Promise<void> {
    await this.electron.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    await this.page.waitForFunction(
      (size) => {
        const view = globalThis as unknown as { innerWidth: number; innerHeight: number };
        return view.innerWidth === size.width && view.innerHeight === size.height;
      },
      { width, height },
    );
  }

  /** Ends it as its user does. Nothing may be left, and nobody may have complained. */
  async quit(): Promise<void> {
    const family = await descendantsOf(this.pid);
    await this.electron.close();
    await this.#expectNothingLeft(family);
    const complaints = this.takeComplaints();
    if (complaints.length > 0) throw new Error(`the page complains: ${complaints.join('; ')}`);
  }

  /** Power gone. Nothing may be left. */
  kill(): Promise<void> {
    return this.#endBy('SIGKILL');
  }

  /** A fault in the main process. Nothing may be left. */
  crash(): Promise<void> {
    return this.#endBy('SIGSEGV');
  }

  async #endBy(signal: NodeJS.Signals): Promise<void> {
    const family = await descendantsOf(this.pid);
    const ended = once(this.#process, 'exit');
    process.kill(this.pid, signal);
    await ended;
    await this.#expectNothingLeft(family);
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** For the end of a test that failed, too. */
  end(): void {
    if (!this.hasEnded) process.kill(this.pid, 'SIGKILL');
  }

  async #expectNothingLeft(family: Awaited<ReturnType<typeof descendantsOf>>): Promise<void> {
    const end = performance.now() + endSeconds * 1_000;
    for (;;) {
      const left = await leftOf(family, this.data);
      if (left.length === 0) return;
      if (performance.now() > end)
        throw new Error(
          `left after ${endSeconds} s: ${left.map(({ pid, command }) => `${pid} ${command}`).join('; ')}`,
        );
      await wait(100);
    }
  }
}
