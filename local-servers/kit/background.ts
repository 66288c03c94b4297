import type { Logger } from './logging.ts';

/** Work that a server does by itself, every few seconds and whenever it is asked to; never twice at the same time. */
export class BackgroundWork {
  readonly #work: () => Promise<void>;
  readonly #logger: Logger;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  /** @param everySeconds between two rounds, where nobody asks for one */
  constructor(work: () => Promise<void>, everySeconds: number, logger: Logger) {
    this.#work = work;
    this.#logger = logger;
    this.#timer = setInterval(() => void this.run(), everySeconds * 1000);
    this.#timer.unref();
  }

  /** Resolves when a round that began after this call has ended; what failed in it is logged. */
  run(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    if (this.#running === undefined) this.#running = this.#rounds();
    else this.#again = true;
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #rounds(): Promise<void> {
    do {
      this.#again = false;
      try {
        await this.#work();
      } catch (error) {
        this.#logger.error({ err: error }, 'work in the background failed');
      }
    } while (this.#again && !this.#stopped);
    this.#running = undefined;
  }
}
