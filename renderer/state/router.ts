import { computed, signal, type ReadonlySignal } from '@preact/signals';

/** What can be on the screen. */
export type View =
  | { readonly name: 'start' }
  | { readonly name: 'sign-up' }
  | { readonly name: 'map' }
  | { readonly name: 'search'; readonly category?: string }
  | { readonly name: 'route' }
  | { readonly name: 'maps' }
  | { readonly name: 'terminals' }
  | { readonly name: 'connection' }
  | { readonly name: 'settings' }
  | { readonly name: 'about' }
  | { readonly name: 'licences' }
  | { readonly name: 'keyring' }
  | { readonly name: 'operator' };
export type ViewName = View['name'];

/** Where one is, and how one got there. */
export interface Router {
  readonly current: ReadonlySignal<View>;
  readonly canGoBack: ReadonlySignal<boolean>;
  /** Opens a view on top. A view that lies below already is come back to, so that no way leads in circles. */
  readonly go: (view: View) => void;
  readonly back: () => void;
  /** Forgets the way and starts anew. */
  readonly reset: (view: View) => void;
}

/** @param first where the terminal starts */
export const createRouter = (first: View): Router => {
  const path = signal<readonly View[]>([first]);
  return {
    current: computed(() => path.value.at(-1) ?? first),
    canGoBack: computed(() => path.value.length > 1),
    go: (view) => {
      const below = path.value.findIndex(({ name }) => name === view.name);
      path.value = [...(below === -1 ? path.value : path.value.slice(0, below)), view];
    },
    back: () => {
      if (path.value.length > 1) path.value = path.value.slice(0, -1);
    },
    reset: (view) => {
      path.value = [view];
    },
  };
};
