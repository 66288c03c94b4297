import { pino, destination, stdSerializers, type Logger } from 'pino';
import { LinesOfOneTurn } from './lines-of-one-turn.ts';

export type { Logger };

/** Fields that never reach a log, wherever a caller put them by mistake (three levels deep). */
const secretFields: readonly string[] = (
  'password licenceNumber accessKey sessionKey deviceSecret masterKey privateKey secret key token cardNumber ' +
  'securityCode authorization signature cookie headers body'
).split(' ');
const isSecret = new Set(secretFields);
const censor = '[redacted]';
const levelsDeep = 3;
/** Characters that wait for room on a full disk; what is said beyond them is lost. */
const waitingCeiling = 1024 * 1024;

export interface LoggerOptions {
  /** Which server speaks. */
  readonly name: string;
  readonly level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** A file to append to; standard error where absent, so that standard output stays free for answers. */
  readonly file?: string;
}

/** JSON lines: level, time (milliseconds), name, message, and what the caller adds. */
export function createLogger({ name, level = 'info', file }: LoggerOptions): Logger {
  const shared = { sync: true, maxLength: waitingCeiling };
  const stream =
    file === undefined
      ? destination({ fd: 2, ...shared })
      : destination({ dest: file, mkdir: true, mode: 0o600, ...shared });
  // No server ends because nobody takes its log down, on a full disk or a pipe that was closed; it tries again with each line.
  stream.on('error', () => undefined);
  // Pino's own redaction covers what a child is bound to, too; with patterns for deeper levels it would take ten times as
  // long as the line itself.
  const redact = { paths: [...secretFields], censor };
  const formatters = { log: (fields: object) => censored(fields, levelsDeep) };
  const serializers = { err: (error: unknown) => error };
  return pino({ name, level, base: {}, redact, formatters, serializers }, new LinesOfOneTurn(stream));
}

/** A copy without secrets, down to `levels` levels. */
function censored(fields: object, levels: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    copy[name] = isSecret.has(name) ? censor : levels === 1 ? value : below(value, levels - 1);
  }
  return copy;
}

function below(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return censored(stdSerializers.err(value), levels);
  if (Array.isArray(value)) return value.map((one) => below(one, levels));
  return Object.getPrototypeOf(value) === Object.prototype ? censored(value, levels) : value;
}
