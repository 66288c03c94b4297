import type { Command } from 'commander';
import type { TerminalConfiguration } from '../contract/terminal-configuration.ts';
import { CodedError } from '../errors/coded-error.ts';
import { httpTransport } from '../host/http-transport.ts';
import type { AllocationRoute } from '../terminal/events.ts';
import { LocalStack } from '../host/local-stack.ts';
import { openTerminal, type OpenedTerminal } from '../host/open-terminal.ts';
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

/** Runs a command with the terminal of the global options, and gives its folder free again. `offline` needs no server. */
export async function withTerminal<T>(
  program: Command,
  work: (opened: OpenedTerminal) => Promise<T>,
  options: { readonly route?: AllocationRoute; readonly offline?: boolean } = {},
): Promise<T> {
  const { data, configuration, allowUnsafeFileVault, quiet } = program.opts<GlobalOptions>();
  const { offline, route } = options;
  const opened = await openTerminal({
    data,
    unsafeFileVault: allowUnsafeFileVault === true,
    ...(configuration === undefined ? {} : { configuration }),
    ...(quiet === true ? {} : { tell: (event) => say(`  ${describeEvent(event)}`) }),
    ...(route === undefined ? {} : { route }),
  });
  let stack: LocalStack | undefined;
  try {
    if (offline !== true) stack = await startLocalStack(opened.configuration);
    return await work(opened);
  } finally {
    await opened.close();
    await stack?.stop();
  }
}

/** F4: a terminal whose servers are on this machine brings them along where they do not run. */
async function startLocalStack({ localStack, serviceUrl }: TerminalConfiguration): Promise<LocalStack | undefined> {
  if (localStack === undefined) return undefined;
  // This command line brings no servers along; a checkout and a package tell where theirs are.
  const { program = process.env['NAVITERM_SERVERS'], data } = localStack;
  if (program === undefined || (await answers(serviceUrl))) return undefined;
  say(`  starting the servers of this machine (${data})`);
  return LocalStack.start({ program, data });
}

async function answers(serviceUrl: string): Promise<boolean> {
  try {
    await httpTransport({ method: 'GET', url: `${serviceUrl}/health`, headers: {}, maximumBytes: 65_536, timeout: 2 });
    return true;
  } catch (error) {
    if (error instanceof CodedError) return false;
    throw error;
  }
}
