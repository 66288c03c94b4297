import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { TopicEvent } from '../../src/contract/screen/calls.ts';
import type { ScreenState, Topic } from '../../src/contract/screen/state.ts';
import type { Elapsed } from './ticker.ts';

export type TopicSignals = { readonly [Name in Topic]: ReadonlySignal<ScreenState[Name]> };

/** What the main process last said, by topic. */
export interface ScreenTopics {
  readonly signals: TopicSignals;
  /** Takes in one topic as a whole. */
  readonly receive: (event: TopicEvent) => void;
  /** Seconds that are left now of a time that came with the topic; never below 0. */
  readonly left: (name: Topic, remaining: number, now: number) => number;
}

/**
 * @param initial all topics, as `state.read` gave them
 * @param elapsed the page's clock in milliseconds: times on the wire are remaining seconds, counted down from arrival
 */
export const createScreenTopics = (initial: ScreenState, elapsed: Elapsed): ScreenTopics => {
  const names = Object.keys(initial) as Topic[];
  const signals = Object.fromEntries(names.map((name) => [name, signal(initial[name])]));
  const arrived = new Map<Topic, number>(names.map((name) => [name, elapsed()]));
  return {
    signals: signals as unknown as TopicSignals,
    receive: ({ name, value }) => {
      const target = signals[name] as Signal<unknown> | undefined;
      if (target === undefined) return;
      // First the time: whoever is woken by the value reads both.
      arrived.set(name, elapsed());
      target.value = value;
    },
    left: (name, remaining, now) => {
      // A ticker may lag behind the arrival; a time just received has lost nothing yet.
      const passed = Math.max(0, now - (arrived.get(name) ?? now)) / 1_000;
      return Math.max(0, remaining - passed);
    },
  };
};
