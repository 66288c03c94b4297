import { signal, useSignal, type ReadonlySignal, type Signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Failure } from '../../../src/contract/screen/failure.ts';
import type { FoundPlace, LongitudeLatitude } from '../../../src/contract/screen/geography.ts';
import { useApp, type App } from '../../state/app-context.ts';
import { mapHostOf } from '../../map/map-host.ts';

/** What was found, and for which words: older answers than those are never shown. */
export interface SearchState {
  readonly text: string;
  readonly found: readonly FoundPlace[];
  readonly failure?: Failure;
}

/** Milliseconds that nothing was typed before it is looked for. */
const pause = 60;
const atMost = 20;

/** Where to look around: the position, else what the map shows. */
export function aroundHere(app: App): LongitudeLatitude | undefined {
  return app.topics.position.peek().fix?.position ?? mapHostOf(app).view.peek()?.center;
}

/** Looks for what is typed, while it is typed. @returns what was found last; undefined while nothing is typed */
export function useSearch(text: Signal<string>): ReadonlySignal<SearchState | undefined> {
  const app = useApp();
  const shown = useSignal<SearchState | undefined>(undefined);
  const latest = useMemo(() => signal(0), []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (words: string, number: number) => {
      const near = aroundHere(app);
      const reply = await app.bridge.call('places.search', {
        text: words,
        limit: atMost,
        ...(near === undefined ? {} : { near }),
      });
      if (number !== latest.peek()) return;
      shown.value = reply.ok
        ? { text: words, found: reply.value.found }
        : { text: words, found: [], failure: reply.failure };
    };
    const stop = text.subscribe((typed) => {
      const words = typed.trim().slice(0, 200);
      const number = latest.peek() + 1;
      latest.value = number;
      clearTimeout(timer);
      if (words === '') shown.value = undefined;
      else timer = setTimeout(() => void ask(words, number), pause);
    });
    return () => {
      stop();
      clearTimeout(timer);
      latest.value += 1;
    };
  }, [app, text, shown, latest]);
  return shown;
}
