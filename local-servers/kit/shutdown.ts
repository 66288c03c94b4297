import type { Logger } from './logging.ts';

/** Seconds that requests under way get to finish. */
const drainSeconds = 5;

export interface ShutdownOptions {
  readonly logger: Logger;
  /** Also stops when the parent closes standard input or the IPC channel, so that a killed parent leaves no child. */
  readonly stopWithParent?: boolean;
}

/**
 * Stops the process in good order: `close` ends listeners, requests and stores, within 5 seconds; a second signal, or
 * the end of that time, exits at once with code 1.
 */
export function onShutdown(close: () => Promise<void>, { logger, stopWithParent = false }: ShutdownOptions): void {
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ why }, 'stopping');
    const overtime = setTimeout(() => {
      logger.error('requests or stores did not finish in time');
      process.exit(1);
    }, drainSeconds * 1000);
    overtime.unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'did not close in good order');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  if (!stopWithParent) return;
  const stopAlone = () => {
    if (!stopping) stop('the parent is gone');
  };
  if (process.connected) {
    process.on('disconnect', stopAlone);
  } else {
    process.stdin.on('end', stopAlone);
    process.stdin.on('error', stopAlone);
    process.stdin.resume();
  }
}
