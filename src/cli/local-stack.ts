import { spawn, type ChildProcess } from 'node:child_process';
import { CodedError } from '../errors/coded-error.ts';

const startSeconds = 30;

export interface LocalStackOptions {
  /** The `naviterm-server` program. */
  readonly program: string;
  /** Its installation. */
  readonly data: string;
  /** Further arguments of `run`. */
  readonly arguments?: readonly string[];
}

/** The servers of one machine, run beside the terminal; they stop when this process does, however it ends. */
export class LocalStack {
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#process = child;
  }

  /** Resolves when all roles listen. @throws server.unavailable with what the servers said */
  static async start(options: LocalStackOptions): Promise<LocalStack> {
    const child = spawn(
      process.execPath,
      [options.program, 'run', '--data', options.data, '--stop-with-parent', '--json', ...(options.arguments ?? [])],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    );
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-2_000)));
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new CodedError('server.unavailable', { detail: `${why}: ${words.trim()}` }));
      const late = setTimeout(() => {
        child.kill('SIGKILL');
        fail(`the servers did not start within ${startSeconds} s`);
      }, startSeconds * 1000);
      child.once('exit', (code) => {
        clearTimeout(late);
        fail(`the servers ended with code ${code}`);
      });
      child.once('error', (error) => fail(error.message));
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (!text.includes('"ready":true')) return;
        clearTimeout(late);
        child.removeAllListeners('exit');
        resolve();
      });
    });
    return new LocalStack(child);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await ended;
  }
}
