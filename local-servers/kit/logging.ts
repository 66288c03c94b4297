import { pino, destination, type Logger } from 'pino';

export type { Logger };

/** Fields that never reach a log, wherever a caller put them by mistake (three levels deep). */
const secretFields =
  'password licenceNumber accessKey sessionKey deviceSecret masterKey privateKey secret key token cardNumber ' +
  'securityCode authorization signature cookie headers body';

export interface LoggerOptions {
  /** Which server speaks. */
  readonly name: string;
  readonly level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** A file to append to; standard error where absent, so that standard output stays free for answers. */
  readonly file?: string;
}

/** JSON lines: level, time (milliseconds), name, message, and what the caller adds. */
export function createLogger({ name, level = 'info', file }: LoggerOptions): Logger {
  const paths = secretFields.split(' ').flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  const stream =
    file === undefined
      ? destination({ fd: 2, sync: true })
      : destination({ dest: file, mkdir: true, mode: 0o600, sync: true });
  return pino({ name, level, base: {}, redact: { paths, censor: '[redacted]' } }, stream);
}
