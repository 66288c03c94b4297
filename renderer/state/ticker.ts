import { signal, type ReadonlySignal } from '@preact/signals';

/** Milliseconds that passed on this page; never set back. */
export type Elapsed = () => number;

/**
 * A time that moves on once a second, only while somebody looks at it.
 * @param elapsed the page's clock
 * @param period milliseconds
 */
export const createTicker = (elapsed: Elapsed, period = 1_000): ReadonlySignal<number> => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const now = signal(elapsed(), {
    watched: () => {
      timer = setInterval(() => {
        now.value = elapsed();
      }, period);
    },
    unwatched: () => clearInterval(timer),
  });
  return now;
};
