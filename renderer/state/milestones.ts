import { effect } from '@preact/signals';
import type { App } from './app-context.ts';
import { loadWhatIsLeft } from './later.ts';

/** Sets a mark on the page's timeline, for developer tools and `npm run bench -- terminal`. Only the first one counts. */
export const markMilestone = (name: 'first-screen' | 'map-drawn'): void => {
  const full = `naviterm:${name}`;
  if (performance.getEntriesByName(full, 'mark').length === 0) performance.mark(full);
};

/** Marks when the first screen is painted that is more than waiting, and loads behind it what it did not need. */
export const markFirstScreen = ({ topics: { terminal } }: App): void => {
  effect(() => {
    if (terminal.value.phase === 'starting') return;
    // Behind the frame that paints it.
    requestAnimationFrame(() =>
      setTimeout(() => {
        markMilestone('first-screen');
        loadWhatIsLeft();
      }),
    );
  });
};
