import { setTimeout as wait } from 'node:timers/promises';
import type { ScreenSettings } from '../../src/contract/screen/settings.ts';
import type { Screen } from './screen.ts';
import { pressEnterOnScreen, typeOnScreen } from './typing.ts';

type MenuEntry = 'map' | 'search' | 'maps' | 'connection' | 'settings';

/** One of the five ways of the menu. */
export async function openMenu(screen: Screen, entry: MenuEntry): Promise<void> {
  const words = await screen.words();
  await screen.page
    .getByRole('navigation', { name: words.menu })
    .getByRole('button', { name: words[entry], exact: true })
    .click();
}

/** Starts a download in the list of maps. @param region its name as the list shows it */
export async function startDownload(screen: Screen, region: string): Promise<void> {
  const { download } = await screen.words();
  await openMenu(screen, 'maps');
  await screen.page.getByRole('article', { name: region }).getByRole('button', { name: download, exact: true }).click();
}

/** The same, and waits until the map is installed. @param id of the region */
export async function downloadRegion(screen: Screen, id: string, region: string, seconds = 120): Promise<void> {
  await startDownload(screen, region);
  await screen.until('downloads', (all) => all.some((one) => one.regionId === id && one.doneBytes > 0), seconds);
  await screen.shot('downloading');
  await waitForInstalled(screen, id, seconds);
  await screen.page.getByRole('article', { name: region }).getByRole('progressbar').waitFor({ state: 'detached' });
  await screen.shot('downloaded');
}

export async function waitForInstalled(screen: Screen, id: string, seconds = 120): Promise<void> {
  await screen.until(
    'maps',
    ({ regions }) => regions.some((one) => one.id === id && one.state === 'installed'),
    seconds,
  );
}

/** From the list of maps to the region's place on the map. */
export async function showOnMap(screen: Screen, region: string): Promise<void> {
  const { show } = await screen.words();
  await openMenu(screen, 'maps');
  await screen.page.getByRole('article', { name: region }).getByRole('button', { name: show, exact: true }).click();
  await waitForMap(screen);
  await screen.shot('map');
}

/** Until the map stands still and nothing more is drawn: two looks at it are the same. */
export async function waitForMap(screen: Screen, seconds = 60): Promise<void> {
  const canvas = screen.page.locator('canvas.maplibregl-canvas');
  await canvas.waitFor({ timeout: seconds * 1_000 });
  const end = performance.now() + seconds * 1_000;
  let before: Buffer | undefined;
  for (;;) {
    const now = await canvas.screenshot();
    if (before?.equals(now) === true) return;
    if (performance.now() > end) throw new Error(`the map is still moving after ${seconds} s`);
    before = now;
    await wait(300);
  }
}

/** Types a destination and opens the first result: its way is planned. */
export async function searchAndPlan(screen: Screen, text: string): Promise<void> {
  const { results } = await screen.words();
  await openMenu(screen, 'search');
  await typeOnScreen(screen, text);
  const list = screen.page.getByRole('list', { name: results });
  await list.waitFor();
  await screen.shot('search');
  await pressEnterOnScreen(screen);
  await list.getByRole('button').first().click();
  await waitForRoute(screen);
  await screen.shot('route');
}

/** Until a way is planned and offered. */
export async function waitForRoute(screen: Screen): Promise<void> {
  const { simulate } = await screen.words();
  await screen.until('route', (route) => route !== null);
  await screen.page.getByRole('button', { name: simulate, exact: true }).waitFor();
}

/** Metres after which a drive is under way, and the map looks along it. */
const underWay = 50;

/** Drives the planned way by itself. @param pace times as fast as the roads allow */
export async function startSimulatedDrive(screen: Screen, pace = 1): Promise<void> {
  const { simulate } = await screen.words();
  const route = await screen.read('route');
  if (route === null) throw new Error('there is no route');
  await screen.page.getByRole('button', { name: simulate, exact: true }).click();
  await screen.until('position', ({ source, state }) => source === 'simulated' && state === 'fixed');
  await screen.until('guidance', (now) => now.state === 'guiding' && now.distanceLeft < route.distance - underWay);
  await screen.shot('guidance');
  if (pace !== 1) await screen.call('guidance.start', { routeId: route.id, simulate: { pace } });
}

export async function waitForArrival(screen: Screen, seconds = 120): Promise<void> {
  const { arrived } = await screen.words();
  await screen.until('guidance', ({ state }) => state === 'arrived', seconds);
  await screen.page.getByRole('heading', { name: arrived }).waitFor();
  await screen.shot('arrived');
}

export async function endArrival(screen: Screen): Promise<void> {
  const { done } = await screen.words();
  await screen.page.getByRole('button', { name: done, exact: true }).click();
  await screen.until('guidance', ({ state }) => state === 'none');
  await screen.until('route', (route) => route === null);
}

/** Walks the chain of servers anew, with its picture in sight. */
export async function checkConnection(screen: Screen): Promise<void> {
  const { check } = await screen.words();
  await openMenu(screen, 'connection');
  await screen.page.getByRole('button', { name: check, exact: true }).click();
  await screen.until('chain', ({ state }) => state === 'done', 60);
  await screen.page
    .getByRole('button', { name: check, exact: true })
    .and(screen.page.locator('[aria-busy=false]'))
    .waitFor();
  await screen.shot('connection');
}

/** In the settings. */
export async function chooseTheme(screen: Screen, theme: ScreenSettings['theme']): Promise<void> {
  const { themes } = await screen.words();
  await openMenu(screen, 'settings');
  await screen.page.getByRole('radio', { name: themes[theme], exact: true }).click();
  await screen.until('settings', (settings) => settings.theme === theme);
  if (theme !== 'auto') await screen.page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' });
  await screen.shot(`settings-${theme}`);
}
