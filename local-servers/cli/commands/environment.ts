import { systemClock } from '../../kit/clock.ts';
import { createLogger } from '../../kit/logging.ts';
import type { InstallationPaths } from '../installation/files.ts';

/** What every operator's command works with. */
export interface CommandEnvironment {
  /** The installation that `--data` names. */
  readonly paths: () => InstallationPaths;
  /** Words for people, on standard error; standard output stays for answers. */
  readonly say: (line: string) => void;
}

export const operatorContext = (name: string) => ({
  clock: systemClock(),
  logger: createLogger({ name, level: 'warn' }),
});

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}
