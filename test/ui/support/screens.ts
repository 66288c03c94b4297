import type { Screen } from '../../../demo/screen/screen.ts';
import { openMenu } from '../../../demo/screen/map-steps.ts';
import { typeOnScreen } from '../../../demo/screen/typing.ts';

/** A screen by name, and the way there. English must be set. */
export interface Visit {
  readonly name: string;
  readonly go: (screen: Screen) => Promise<void>;
}

const press = (screen: Screen, name: string | RegExp) =>
  screen.page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click();
const heading = (screen: Screen, name: string) =>
  screen.page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();

/** Under the settings. */
const setting = (name: string, button: RegExp, title: string): Visit => ({
  name,
  go: async (screen) => {
    await openMenu(screen, 'settings');
    await press(screen, button);
    await heading(screen, title);
  },
});

const question = (name: string, typed: string, next: string): Visit => ({
  name,
  go: async (screen) => {
    await typeOnScreen(screen, typed);
    await press(screen, 'Next');
    await heading(screen, next);
  },
});

/** Without an account, in this order. */
export const signedOutVisits: readonly Visit[] = [
  { name: 'start', go: (screen) => heading(screen, 'Maps that know the way') },
  {
    name: 'sign-up, user id',
    go: async (screen) => {
      await press(screen, /^Sign up/);
      await heading(screen, 'Your user ID');
    },
  },
  {
    name: 'sign-up, nothing typed',
    go: async (screen) => {
      await press(screen, 'Next');
      await screen.page.getByText('This is needed').waitFor();
    },
  },
  question('sign-up, password', 'user', 'Your password'),
  question('sign-up, licence', 'secret', 'Your licence number'),
  question('sign-up, name', 'licence', 'A name for this terminal'),
];

/** With an account and a map, in any order. */
export const signedInVisits: readonly Visit[] = [
  { name: 'map', go: (screen) => openMenu(screen, 'map') },
  {
    name: 'place on the map',
    go: async (screen) => {
      await openMenu(screen, 'map');
      const canvas = screen.page.locator('canvas.maplibregl-canvas');
      await canvas.focus();
      await screen.page.keyboard.press('Enter');
      await screen.page.getByRole('button', { name: 'Route', exact: true }).waitFor();
    },
  },
  {
    name: 'search',
    go: async (screen) => {
      await openMenu(screen, 'search');
      await screen.page.getByRole('textbox').waitFor();
    },
  },
  {
    name: 'search results',
    go: async (screen) => {
      await openMenu(screen, 'search');
      await screen.page.getByRole('textbox').fill('Avenida');
      await screen.page.getByRole('list', { name: 'Results' }).waitFor();
    },
  },
  { name: 'maps', go: (screen) => openMenu(screen, 'maps') },
  {
    name: 'removing a map',
    go: async (screen) => {
      await openMenu(screen, 'maps');
      await press(screen, 'Remove');
      await screen.page.getByRole('dialog').waitFor();
    },
  },
  { name: 'connection', go: (screen) => openMenu(screen, 'connection') },
  { name: 'settings', go: (screen) => openMenu(screen, 'settings') },
  setting('position', /^(Position|None|No receiver)/, 'Position'),
  setting('terminals', /^My terminals/, 'My terminals'),
  setting('keyring', /^Keyring/, 'Keyring'),
  setting('about', /^About/, 'About'),
  {
    name: 'licences',
    go: async (screen) => {
      await setting('about', /^About/, 'About').go(screen);
      await press(screen, /^Licences/);
      await heading(screen, 'Licences');
    },
  },
];
