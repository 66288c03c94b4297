import type { Language } from '../../src/contract/screen/settings.ts';
import { languageNames } from './labels.ts';
import type { Screen } from './screen.ts';
import { pressEnterOnScreen, typeOnScreen } from './typing.ts';

/** What a user has on paper when signing up. */
export interface TypedAccount {
  readonly userId: string;
  readonly password: string;
  readonly licenceNumber: string;
  readonly terminalName: string;
}

/** Waits until the terminal shows its first screen and knows who it is. */
export async function waitForStart(screen: Screen): Promise<void> {
  await screen.page.locator('main').waitFor();
  await screen.until('terminal', ({ phase }) => phase !== 'starting', 60);
}

/** On the first screen, or in the settings. */
export async function chooseLanguage(screen: Screen, language: Language): Promise<void> {
  await screen.page.getByRole('radio', { name: languageNames[language], exact: true }).click();
  await screen.until('settings', (settings) => settings.language === language);
  await screen.page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
}

/** F4: one touch gives an account; it ends at the list of maps. */
export async function tryDemo(screen: Screen): Promise<void> {
  const { tryDemo: name, maps } = await screen.words();
  const { demoSetUp } = await screen.read('app');
  if (demoSetUp === undefined) await screen.until('stack', ({ state }) => state === 'running', 90);
  await screen.page.getByRole('button', { name }).click();
  // Where it sets its own servers up first, it shows how far it is.
  if (demoSetUp !== undefined) {
    await screen.until('app', (app) => (app.demoSetUp?.done ?? 0) > 0, 60);
    await screen.shot('setting-up');
  }
  await screen.until('terminal', ({ phase }) => phase === 'signed-in', 120);
  await screen.page.getByRole('heading', { name: maps, level: 1 }).waitFor();
  await screen.page.getByRole('article').first().waitFor();
  await screen.shot('signed-in');
}

/** C3: types the answers one screen after the other on the on-screen keyboard. It leaves what comes of it to the caller. */
export async function typeSignUp(screen: Screen, account: TypedAccount): Promise<void> {
  const { signUpWay, answers } = await screen.words();
  await screen.page.getByRole('button', { name: signUpWay }).click();
  for (const question of ['userId', 'password', 'licenceNumber', 'terminalName'] as const) {
    await screen.page.getByRole('heading', { name: answers[question], level: 1 }).waitFor();
    await typeOnScreen(screen, account[question]);
    await screen.shot(`sign-up-${question}`);
    await pressEnterOnScreen(screen);
  }
}

/** The same to its end: the list of maps. */
export async function signUp(screen: Screen, account: TypedAccount): Promise<void> {
  await typeSignUp(screen, account);
  await screen.until('terminal', ({ phase }) => phase === 'signed-in', 60);
  await screen.page.getByRole('heading', { name: (await screen.words()).maps, level: 1 }).waitFor();
  await screen.shot('signed-in');
}

/** C4: the ring in the status strip is full. */
export async function waitForSession(screen: Screen): Promise<void> {
  await screen.until('session', ({ state }) => state === 'open', 60);
}
