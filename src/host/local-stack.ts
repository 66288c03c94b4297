import { spawn } from 'node:child_process';
import { Type } from 'typebox';
import { check } from '../contract/check.ts';
import { CodedError } from '../errors/coded-error.ts';
import { decodeJson, utf8 } from '../protocol/bytes.ts';

const startSeconds = 30;
const longestLine = 65_536;

/** A process that runs the servers, however it was made. */
export interface ServerProcess {
  /** What it writes, in pieces. */
  readonly onOutput: (listener: (text: string) => void) => void;
  readonly onComplaint: (listener: (text: string) => void) => void;
  /** Called once, with words on how it ended; at once where it has ended already. */
  readonly onEnd: (listener: (how: string) => void) => void;
  /** Asks it to end in good order. */
  readonly end: () => void;
  readonly kill: () => void;
}

export interface LocalStackOptions {
  /** The `naviterm-server` program. */
  readonly program: string;
  /** Its installation. */
  readonly data: string;
  /** Further arguments of `run`. */
  readonly arguments?: readonly string[];
  /** Starts the program with arguments; by this process's own Node unless said otherwise. */
  readonly launch?: (program: string, parameters: readonly string[]) => ServerProcess;
}

/** What the servers say when all of them listen. */
const Ready = Type.Object({
  ready: Type.Literal(true),
  roles: Type.Array(Type.Object({ role: Type.String(), url: Type.String() })),
});

/** Launches a program with a Node, tied to this process: it stops when its standard input closes. */
export const launchWith =
  (node: string) =>
  (program: string, parameters: readonly string[]): ServerProcess => {
    const child = spawn(node, [program, ...parameters, '--stop-with-parent'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let ended: string | undefined;
    const ends: ((how: string) => void)[] = [];
    const end = (how: string) => {
      ended ??= how;
      for (const listener of ends.splice(0)) listener(ended);
    };
    // All that it wrote has arrived by then.
    child.once('close', (code, signal) => end(`ended with ${signal ?? `code ${code}`}`));
    child.once('error', (error) => end(error.message));
    // The other end went away; that it ended is told by itself.
    child.stdin.on('error', () => undefined);
    return {
      onOutput: (listener) => void child.stdout.setEncoding('utf8').on('data', listener),
      onComplaint: (listener) => void child.stderr.setEncoding('utf8').on('data', listener),
      onEnd: (listener) => void (ended === undefined ? ends.push(listener) : listener(ended)),
      end: () => void child.kill('SIGTERM'),
      kill: () => void child.kill('SIGKILL'),
    };
  };

/** The servers of one machine, run beside the terminal; they stop when this process does, however it ends. */
export class LocalStack {
  /** Address of each role. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly #process: ServerProcess;

  private constructor(process: ServerProcess, addresses: ReadonlyMap<string, string>) {
    this.#process = process;
    this.addresses = addresses;
  }

  /** Resolves when all roles listen. @throws server.unavailable with what the servers said */
  static async start(options: LocalStackOptions): Promise<LocalStack> {
    const { launch = launchWith(process.execPath), program, data } = options;
    const child = launch(program, ['run', '--data', data, '--json', ...(options.arguments ?? [])]);
    let words = '';
    let said = '';
    child.onComplaint((text) => (words = (words + text).slice(-2_000)));
    return new Promise((resolve, reject) => {
      const fail = (why: string) => {
        clearTimeout(late);
        reject(new CodedError('server.unavailable', { detail: `the servers ${why}: ${words.trim()}` }));
      };
      const late = setTimeout(() => {
        child.kill();
        fail(`did not start within ${startSeconds} s`);
      }, startSeconds * 1000);
      child.onEnd(fail);
      child.onOutput((text) => {
        said = (said + text).slice(-longestLine);
        const line = said.split('\n').find((one) => one.includes('"ready":true') && one.endsWith('}'));
        if (line === undefined) return;
        said = '';
        clearTimeout(late);
        resolve(new LocalStack(child, addressesIn(line)));
      });
    });
  }

  /** Called once, when the servers have ended, for whatever reason. */
  onEnd(listener: (how: string) => void): void {
    this.#process.onEnd(listener);
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#process.onEnd(() => resolve()));
    this.#process.end();
    await ended;
  }
}

function addressesIn(line: string): ReadonlyMap<string, string> {
  const { roles } = check(Ready, decodeJson(utf8(line), 'network.answer-invalid'), 'network.answer-invalid');
  return new Map(roles.map(({ role, url }) => [role, url]));
}
