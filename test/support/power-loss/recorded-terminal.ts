import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { recordedEnvironment, type RecordOptions } from './recorder.ts';
import type { TerminalOrder } from './terminal-child.ts';

const program = fileURLToPath(new URL('terminal-child.ts', import.meta.url));

/** A terminal whose every write is recorded, on a folder of its own below the recorded one. */
export interface RecordedTerminal {
  /** @returns false where the terminal was killed meanwhile */
  follow(order: TerminalOrder): Promise<boolean>;
  /** Lets it come to its end. @returns its exit code, or the signal that ended it */
  stop(): Promise<number | string | null>;
}

export function startRecordedTerminal(data: string, configuration: string, options: RecordOptions): RecordedTerminal {
  const child = spawn(process.execPath, [program, data, configuration, options.log], {
    env: recordedEnvironment(options),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  // Writing to one that was killed is no fault of the test: that it is gone is said by what it ended with.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async follow(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return (await lines.next()).done !== true;
    },
    async stop() {
      child.stdin.end();
      const [code, signal] = await ended;
      return code ?? signal;
    },
  };
}
