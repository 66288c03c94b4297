// What is said now and what waits: one thing at a time. Plain values; nothing here makes a sound.
import type { EventValues } from '../../src/contract/screen/calls.ts';

export type Speech = EventValues['speak'];

export interface SpeechQueue {
  readonly current: Speech | undefined;
  readonly waiting: readonly Speech[];
}

/** A driver who is told more than this late is told what no longer holds: older ones give way. */
const mostWaiting = 2;

export const silence: SpeechQueue = { current: undefined, waiting: [] };

/** Takes in something to say. What is urgent stops what is being said, and what waited behind it is dropped. */
export function add(queue: SpeechQueue, speech: Speech): SpeechQueue {
  if (queue.current === undefined || speech.urgent) return { current: speech, waiting: [] };
  return { current: queue.current, waiting: [...queue.waiting, speech].slice(-mostWaiting) };
}

/** `said` came to its end. If something else is being said by now, that goes on. */
export function finish(queue: SpeechQueue, said: Speech): SpeechQueue {
  if (queue.current !== said) return queue;
  const [current, ...waiting] = queue.waiting;
  return { current, waiting };
}
