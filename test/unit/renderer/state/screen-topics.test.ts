import { effect } from '@preact/signals';
import { expect, it } from 'vitest';
import { createScreenTopics } from '../../../../renderer/state/screen-topics.ts';
import { screenState } from '../../../support/screen-state.ts';

it('takes in a topic as a whole, and wakes only those who read it', () => {
  const topics = createScreenTopics(screenState(), () => 0);
  let network = 0;
  let session = 0;
  effect(() => {
    network += topics.signals.network.value.state === 'online' ? 1 : 0;
  });
  effect(() => {
    session += topics.signals.session.value.state === 'none' ? 1 : 100;
  });
  topics.receive({ name: 'network', value: { state: 'online' } });
  expect(network).toBe(1);
  expect(session).toBe(1);
});

it('counts remaining seconds down from when they arrived', () => {
  let now = 1_000;
  const topics = createScreenTopics(screenState(), () => now);
  expect(topics.left('session', 10, 4_000)).toBe(7);
  now = 5_000;
  topics.receive({ name: 'session', value: { state: 'none' } });
  expect(topics.left('session', 10, 6_500)).toBe(8.5);
  expect(topics.left('session', 10, 60_000)).toBe(0);
});

it('takes nothing off a time that arrived after the last tick', () => {
  let now = 0;
  const topics = createScreenTopics(screenState(), () => now);
  now = 900;
  topics.receive({ name: 'session', value: { state: 'none' } });
  expect(topics.left('session', 10, 0)).toBe(10);
});

it('lets go of topics that it does not know', () => {
  const topics = createScreenTopics(screenState(), () => 0);
  expect(() => topics.receive({ name: 'weather', value: 1 } as never)).not.toThrow();
});
