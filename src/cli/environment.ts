import type { Command } from 'commander';
import type { AllocationRoute } from '../terminal/events.ts';
import { openTerminal, type OpenedTerminal } from './open-terminal.ts';
import { describeEvent } from './words.ts';

interface GlobalOptions {
  readonly data: string;
  readonly configuration?: string;
  readonly allowUnsafeFileVault?: true;
  readonly quiet?: true;
}

/** Words for people go to standard error; standard output stays for answers. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

export const printJson = (value: unknown): void =>
  void process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);

/** Runs a command with the terminal of the global options, and gives its folder free again. */
export async function withTerminal<T>(
  program: Command,
  work: (opened: OpenedTerminal) => Promise<T>,
  options: { readonly route?: AllocationRoute } = {},
): Promise<T> {
  const { data, configuration, allowUnsafeFileVault, quiet } = program.opts<GlobalOptions>();
  const opened = await openTerminal({
    data,
    unsafeFileVault: allowUnsafeFileVault === true,
    ...(configuration === undefined ? {} : { configuration }),
    ...(quiet === true ? {} : { tell: (event) => say(`  ${describeEvent(event)}`) }),
    ...options,
  });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
