import { CodedError } from '../errors/coded-error.ts';
import { launchWith, type LocalStackOptions } from './local-stack.ts';

/** Runs one of the operator's commands to its end. @returns what it printed @throws server.unavailable with its words */
export type Operate = (...parameters: string[]) => Promise<string>;

export interface OperateOptions extends Pick<LocalStackOptions, 'program' | 'data' | 'launch'> {
  /** Ends the command at once. */
  readonly signal?: AbortSignal;
}

/** Characters that a command prints. */
const longestAnswer = 4_000_000;
/** Seconds that a command has. */
const longestWork = 300;

/** The operator's program at work on one installation. It ends with this process, however that ends. */
export const operateServers =
  ({ program, data, launch = launchWith(process.execPath), signal }: OperateOptions): Operate =>
  (...parameters) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true)
        return reject(new CodedError('server.unavailable', { detail: 'the program is ending' }));
      const child = launch(program, ['--data', data, ...parameters]);
      const kill = () => child.kill();
      const late = setTimeout(kill, longestWork * 1000);
      signal?.addEventListener('abort', kill, { once: true });
      let printed = '';
      let words = '';
      child.onOutput((text) => {
        printed += text;
        if (printed.length > longestAnswer) kill();
      });
      child.onComplaint((text) => (words = (words + text).slice(-2_000)));
      child.onEnd((how) => {
        clearTimeout(late);
        signal?.removeEventListener('abort', kill);
        if (how === 'ended with code 0') return resolve(printed);
        const detail = `"${parameters.slice(0, 2).join(' ')}" ${how}: ${words.trim()}`;
        reject(new CodedError('server.unavailable', { detail }));
      });
    });
