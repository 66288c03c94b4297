import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Place } from '../../src/contract/screen/geography.ts';

/** What can be on the screen. */
export type View =
  | { readonly name: 'start' }
  | { readonly name: 'sign-up' }
  | { readonly name: 'map' }
  | { readonly name: 'search'; readonly category?: string }
  /** Plans the way to a place; without one it shows the route that there is. */
  | { readonly name: 'route'; readonly to?: Place }
  | { readonly name: 'maps' }
  | { readonly name: 'terminals' }
  | { readonly name: 'connection' }
  | { readonly name: 'settings' }
  | { readonly name: 'position' }
  | { readonly name: 'about' }
  | { readonly name: 'licences' }
  | { readonly name: 'keyring' }
  | { readonly name: 'operator' };
export type ViewName = View['name'];

/** What the main menu opens beside the map. */
const inMenu: ReadonlySet<ViewName> = new Set(['search', 'maps', 'connection', 'settings']);

/** Where one is, and how one got there. */
export interface Router {
  readonly current: ReadonlySignal<View>;
  readonly canGoBack: ReadonlySignal<boolean>;
  /** Whether a screen shows the way back: not where the menu beside it leads to the map just as well. */
  readonly showsBack: ReadonlySignal<boolean>;
  /** Opens a view on top. A view that lies below already is come back to, so that no way leads in circles. */
  readonly go: (view: View) => void;
  readonly back: () => void;
  /** The way back of the screen that is shown, as Escape takes it: its own where it set one, else `back`. */
  readonly escape: () => void;
  /** @returns what gives the usual way back again */
  readonly setEscape: (own: () => void) => () => void;
  /** Forgets the way and starts anew. */
  readonly reset: (view: View) => void;
}

/** @param first where the terminal starts */
export const createRouter = (first: View): Router => {
  const path = signal<readonly View[]>([first]);
  let own: (() => void) | undefined;
  const back = () => {
    if (path.value.length > 1) path.value = path.value.slice(0, -1);
  };
  return {
    current: computed(() => path.value.at(-1) ?? first),
    canGoBack: computed(() => path.value.length > 1),
    showsBack: computed(() => {
      const [lowest, next, ...deeper] = path.value;
      if (lowest === undefined || next === undefined) return false;
      return deeper.length > 0 || lowest.name !== 'map' || !inMenu.has(next.name);
    }),
    go: (view) => {
      const below = path.value.findIndex(({ name }) => name === view.name);
      path.value = [...(below === -1 ? path.value : path.value.slice(0, below)), view];
    },
    back,
    escape: () => (own ?? back)(),
    setEscape: (wanted) => {
      own = wanted;
      return () => {
        if (own === wanted) own = undefined;
      };
    },
    reset: (view) => {
      path.value = [view];
    },
  };
};
