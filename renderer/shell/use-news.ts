import { useEffect } from 'preact/hooks';
import { effect, untracked } from '@preact/signals';
import type { App } from '../state/app-context.ts';
import { nameOf } from '../views/maps/region-facts.ts';
import { mapsWords } from '../words/maps.ts';

/** Tells in passing of downloads that came to their end while something else was on the screen. */
export const useNews = ({ topics, router, toasts, language }: App) => {
  useEffect(() => {
    let before = topics.downloads.peek();
    return effect(() => {
      const now = topics.downloads.value;
      const ended = now.filter(
        ({ regionId, state }) =>
          state === 'done' && before.some((one) => one.regionId === regionId && one.state !== 'done'),
      );
      before = now;
      untracked(() => {
        if (router.current.peek().name === 'maps') return;
        for (const { regionId } of ended) {
          const region = topics.maps.peek().regions.find(({ id }) => id === regionId);
          const spoken = language.peek();
          if (region !== undefined) toasts.show(mapsWords[spoken].ready(nameOf(region, spoken)), 'good');
        }
      });
    });
  }, [topics, router, toasts, language]);
};
