import { computed, signal, useComputed, type ReadonlySignal, type Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Bounds } from '../../src/contract/screen/geography.ts';
import type { Language } from '../../src/contract/screen/settings.ts';
import type { Topic } from '../../src/contract/screen/state.ts';
import type { Bridge } from '../bridge/bridge.ts';
import { createFormats, type Formats } from '../words/formats.ts';
import type { WordTable } from '../words/table.ts';
import type { Router } from './router.ts';
import type { ScreenTopics, TopicSignals } from './screen-topics.ts';
import type { Theme } from './theme.ts';
import type { Toasts } from './toasts.ts';
import type { Typing } from './typing.ts';

/** All that a screen may use; made once in app.tsx and handed down. */
export interface App {
  readonly bridge: Bridge;
  readonly topics: TopicSignals;
  /** Seconds left now of a remaining time that came with a topic; read while rendering, it keeps the screen counting. */
  readonly left: (topic: Topic, remaining: number) => number;
  readonly router: Router;
  readonly toasts: Toasts;
  readonly typing: Typing;
  readonly theme: ReadonlySignal<Theme>;
  /** What the map shall show next; the map takes it and leaves null. */
  readonly wantedBounds: Signal<Bounds | null>;
  readonly showBounds: (bounds: Bounds) => void;
  readonly language: ReadonlySignal<Language>;
  readonly formats: ReadonlySignal<Formats>;
}

interface AppParts extends Omit<App, 'topics' | 'left' | 'language' | 'formats' | 'wantedBounds' | 'showBounds'> {
  readonly screenTopics: ScreenTopics;
  readonly now: ReadonlySignal<number>;
}

export const createApp = ({ screenTopics, now, ...parts }: AppParts): App => {
  const { settings } = screenTopics.signals;
  const language = computed(() => settings.value.language);
  const units = computed(() => settings.value.units);
  const clock = computed(() => settings.value.clock);
  const wantedBounds = signal<Bounds | null>(null);
  parts.bridge.on('show-bounds', ({ bounds }) => {
    wantedBounds.value = bounds;
  });
  return {
    ...parts,
    wantedBounds,
    showBounds: (bounds) => {
      wantedBounds.value = bounds;
    },
    topics: screenTopics.signals,
    left: (topic, remaining) => screenTopics.left(topic, remaining, now.value),
    language,
    // Intl objects are dear: made anew only when one of the three changed, not with each change of the volume.
    formats: computed(() => createFormats(language.value, units.value, clock.value)),
  };
};

export const AppContext = createContext<App | null>(null);

/** The app that the component belongs to. */
export const useApp = (): App => {
  const app = useContext(AppContext);
  if (app === null) throw new TypeError('rendered outside of the app');
  return app;
};

/** The words of a table in the user's language; the component follows a change of language. */
export const useWords = <Words>(table: WordTable<Words>): Words => {
  const { language } = useApp();
  return useComputed(() => table[language.value]).value;
};
