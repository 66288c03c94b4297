import type { FastifyBaseLogger } from 'fastify';
import { levels, type LogFn } from 'pino';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
type ChildArguments = Parameters<FastifyBaseLogger['child']>;

/**
 * A request's logger: made when something is said. Most requests say nothing, and making one costs as much as reading
 * the request.
 */
export function lazyLogger(parent: FastifyBaseLogger, ...parameters: ChildArguments): FastifyBaseLogger {
  return new LazyLogger(parent, ...parameters);
}

/** Whether a line at level `info` would be written. */
export const saysInfo = ({ level }: FastifyBaseLogger): boolean =>
  (levels.values[level] ?? Number.POSITIVE_INFINITY) <= (levels.values['info'] ?? 0);

class LazyLogger implements FastifyBaseLogger {
  readonly level: string;
  readonly #lowest: number;
  readonly #parent: FastifyBaseLogger;
  readonly #bindings: ChildArguments[0];
  readonly #options: ChildArguments[1];
  #made: FastifyBaseLogger | undefined;

  constructor(parent: FastifyBaseLogger, bindings: ChildArguments[0], options: ChildArguments[1]) {
    this.#parent = parent;
    this.#bindings = bindings;
    this.#options = options;
    this.level = options?.level ?? parent.level;
    this.#lowest = levels.values[this.level] ?? Number.POSITIVE_INFINITY;
  }

  fatal(...said: unknown[]): void {
    this.#say('fatal', said);
  }
  error(...said: unknown[]): void {
    this.#say('error', said);
  }
  warn(...said: unknown[]): void {
    this.#say('warn', said);
  }
  info(...said: unknown[]): void {
    this.#say('info', said);
  }
  debug(...said: unknown[]): void {
    this.#say('debug', said);
  }
  trace(...said: unknown[]): void {
    this.#say('trace', said);
  }
  readonly silent = sayNothing;

  child(...parameters: ChildArguments): FastifyBaseLogger {
    return this.#logger().child(...parameters);
  }

  #say(level: Level, said: unknown[]): void {
    if ((levels.values[level] ?? 0) >= this.#lowest) this.#logger()[level](...(said as Parameters<LogFn>));
  }

  #logger(): FastifyBaseLogger {
    return (this.#made ??= this.#parent.child(this.#bindings, this.#options));
  }
}

function sayNothing(): void {}
