import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** What the terminal with a screen was started with. */
export interface CommandLine {
  /** The terminal's folder. */
  readonly data: string;
  /** Instead of `terminal.json` in that folder. */
  readonly configuration: string | undefined;
  readonly allowUnsafeFileVault: boolean;
  readonly kiosk: boolean;
}

/**
 * Reads the application's own arguments; what Chromium knows itself (`--no-sandbox`, `--lang`) passes by.
 * @param parameters without the program's path
 */
export function readCommandLine(parameters: readonly string[], environment: NodeJS.ProcessEnv): CommandLine {
  const valueOf = (name: string): string | undefined => {
    const index = parameters.findIndex((one) => one === `--${name}` || one.startsWith(`--${name}=`));
    const found = parameters[index];
    if (found === undefined) return undefined;
    return found.includes('=') ? found.slice(found.indexOf('=') + 1) : parameters[index + 1];
  };
  const configuration = valueOf('configuration');
  return {
    data: resolve(valueOf('data') ?? environment['NAVITERM_HOME'] ?? defaultData(environment)),
    configuration: configuration === undefined ? undefined : resolve(configuration),
    allowUnsafeFileVault: parameters.includes('--allow-unsafe-file-vault'),
    kiosk: parameters.includes('--kiosk'),
  };
}

/** Where the system keeps the data of programs. */
const defaultData = (environment: NodeJS.ProcessEnv): string =>
  join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'naviterm');
