import { CodedError } from '../../src/errors/coded-error.ts';
import type { Handlers } from '../ipc/answer-call.ts';
import type { Kiosk } from '../kiosk/kiosk.ts';
import type { Navigator } from '../navigation/navigator.ts';
import type { Positions } from '../navigation/positions.ts';
import type { NavigationThread } from '../navigation/thread.ts';
import type { Account } from '../terminal/account.ts';
import type { Connection } from '../terminal/connection.ts';
import type { Downloads } from '../terminal/downloads.ts';
import type { MapShelf } from '../terminal/map-shelf.ts';
import type { Belongings } from './belongings.ts';
import { withFavourite, withRecent } from './destinations.ts';
import type { KeptState } from './kept-state.ts';
import type { StateBoard } from './state-board.ts';

/** The parts of the main process that the calls reach. */
export interface CalledParts {
  readonly board: StateBoard;
  readonly kept: KeptState;
  readonly account: Account;
  readonly belongings: Belongings;
  readonly connection: Connection;
  readonly downloads: Downloads;
  readonly shelf: MapShelf;
  readonly navigator: Navigator;
  readonly positions: Positions;
  readonly thread: NavigationThread;
  readonly kiosk: Kiosk | undefined;
  readonly options: { readonly quit: () => void; readonly restartScreen: () => void };
  publishTimes(): void;
  applySettings(): void;
  retry(): Promise<void>;
  prepareDemo(): Promise<void>;
  signUpForDemo(): Promise<void>;
  licences(): Promise<string>;
}

/** What does each call of the contract's table. */
export function callHandlers(core: CalledParts): Handlers {
  const { board, kept, account, downloads, shelf, navigator, thread } = core;
  const language = () => board.state.settings.language;
  const destinations = async (change: Parameters<typeof kept.destinations.change>[0]) => {
    const written = kept.destinations.change(change);
    board.set('destinations', kept.destinations.value);
    await written;
    return null;
  };
  return {
    'state.read': () => {
      core.publishTimes();
      return board.state;
    },
    'settings.change': async (change) => {
      const written = kept.settings.change((before) => ({ ...before, ...change }));
      board.set('settings', kept.settings.value);
      core.applySettings();
      await written;
      return null;
    },

    'account.sign-up': (input) => account.signUp(input),
    'account.choose': (choice) => account.choose(choice),
    'account.sign-out': async () => {
      await account.signOut();
      return null;
    },
    'account.forget-car': async () => {
      await core.belongings.forgetOwner();
      return null;
    },
    'account.terminals': () => account.terminals(),
    'demo.prepare': async () => {
      await core.prepareDemo();
      return null;
    },
    'demo.sign-up': async () => {
      await core.signUpForDemo();
      return null;
    },

    'connection.check': async () => {
      await core.connection.check();
      return null;
    },
    'trouble.retry': async () => {
      await core.retry();
      return null;
    },

    'maps.refresh': async () => {
      await shelf.refresh();
      return null;
    },
    'maps.download': async ({ regionId }) => {
      await downloads.add(regionId);
      return null;
    },
    'maps.pause': async ({ regionId }) => {
      await downloads.pause(regionId);
      return null;
    },
    'maps.resume': async ({ regionId }) => {
      await downloads.resume(regionId);
      return null;
    },
    'maps.cancel': async ({ regionId }) => {
      await downloads.cancel(regionId);
      return null;
    },
    'maps.remove': async ({ regionId }) => {
      await downloads.cancel(regionId);
      await shelf.remove(regionId);
      return null;
    },
    'maps.verify': async ({ regionId }) => {
      await shelf.verify(regionId);
      return null;
    },

    'places.search': async ({ text, near, limit }) => ({
      found: await thread.ask('search', { text, near: near ?? core.positions.last, limit, language: language() }),
    }),
    'places.nearby': async (query) => ({ found: await thread.ask('nearby', { ...query, language: language() }) }),
    'places.at': ({ position }) => thread.ask('at', { position, language: language() }),
    'destinations.favour': ({ place, favourite }) => destinations((before) => withFavourite(before, place, favourite)),
    'destinations.forget-recent': () => destinations((before) => ({ ...before, recent: [] })),

    'route.plan': async (wish) => {
      const planned = await navigator.plan(wish);
      await destinations((before) => withRecent(before, wish.to));
      return planned;
    },
    'route.clear': () => {
      navigator.clear();
      return null;
    },
    'guidance.start': (wish) => {
      navigator.start(wish);
      return null;
    },
    'guidance.stop': () => {
      navigator.stop();
      return null;
    },
    'guidance.repeat': () => {
      navigator.repeat();
      return null;
    },

    'kiosk.unlock': async ({ pin }) => {
      if (core.kiosk === undefined)
        throw new CodedError('configuration.invalid', { detail: 'there is no kiosk.json with a PIN' });
      await core.kiosk.unlock(pin);
      return null;
    },
    'kiosk.lock': () => {
      core.kiosk?.lock();
      return null;
    },
    'kiosk.touched': () => {
      core.kiosk?.touched();
      return null;
    },

    'app.licences': async () => ({ text: await core.licences() }),
    'app.restart-screen': () => {
      core.options.restartScreen();
      return null;
    },
    'app.quit': () => {
      if (board.state.app.kiosk === 'locked') throw new CodedError('kiosk.locked');
      core.options.quit();
      return null;
    },
  };
}
