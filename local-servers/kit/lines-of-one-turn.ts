import type { DestinationStream } from 'pino';

/** Those that hold lines; what a process says before it ends is not lost. */
const holding = new Set<LinesOfOneTurn>();
process.once('exit', () => holding.forEach((lines) => lines.flushSync()));

/**
 * Hands lines on together that were said in the same turn of the event loop. A busy server says many then, and each write of
 * its own would take longer than all that is in it. A process that is killed loses what it said in that turn alone.
 */
export class LinesOfOneTurn implements DestinationStream {
  readonly #destination: DestinationStream;
  #lines = '';

  constructor(destination: DestinationStream) {
    this.#destination = destination;
  }

  write(line: string): void {
    if (this.#lines === '') {
      holding.add(this);
      setImmediate(() => this.flushSync());
    }
    this.#lines += line;
  }

  /** Pino calls it after a fatal line. */
  flushSync(): void {
    const lines = this.#lines;
    this.#lines = '';
    holding.delete(this);
    if (lines !== '') this.#destination.write(lines);
  }
}
