import { effect, untracked } from '@preact/signals';
import type { ScreenState } from '../../src/contract/screen/state.ts';
import type { App } from './app-context.ts';
import type { View } from './router.ts';

const hasMap = (state: Pick<ScreenState, 'maps'>) => state.maps.regions.some(({ files }) => files.length > 0);

/** Where a terminal starts: with a map on the map, with an account at the downloads, else at the very beginning. */
export const firstView = (state: Pick<ScreenState, 'maps' | 'terminal'>): View => {
  if (hasMap(state)) return { name: 'map' };
  return state.terminal.phase === 'signed-in' ? { name: 'maps' } : { name: 'start' };
};

/**
 * Follows what happens to the terminal as a whole: a kiosk's visitor who left, an account that went away.
 * @returns what stops it
 */
export const followTerminal = ({ topics, router, typing, bridge }: App): (() => void) => {
  let visitors = topics.app.peek().visitors;
  let phase = topics.terminal.peek().phase;
  const read = () => firstView({ maps: topics.maps.peek(), terminal: topics.terminal.peek() });
  const stopVisitors = effect(() => {
    const count = topics.app.value.visitors;
    if (count === visitors) return;
    visitors = count;
    untracked(() => {
      typing.close();
      router.reset(read());
    });
  });
  const stopPhase = effect(() => {
    const now = topics.terminal.value.phase;
    const before = phase;
    phase = now;
    untracked(() => {
      const at = router.current.peek().name;
      if (before === 'signed-in' && now === 'signed-out') router.reset(read());
      // The start is over once the terminal turns out to be signed in.
      if (before === 'starting' && now === 'signed-in' && at === 'start') router.reset(read());
    });
  });
  let told = -Infinity;
  const touched = () => {
    const now = performance.now();
    // Idling is counted in minutes: once in five seconds is often enough.
    if (topics.app.peek().kiosk === 'off' || now - told < 5_000) return;
    told = now;
    void bridge.call('kiosk.touched');
  };
  const kinds = ['pointerdown', 'keydown', 'wheel'] as const;
  for (const kind of kinds) window.addEventListener(kind, touched, { capture: true, passive: true });
  return () => {
    stopVisitors();
    stopPhase();
    for (const kind of kinds) window.removeEventListener(kind, touched, { capture: true });
  };
};
