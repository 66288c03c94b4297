import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waitForSession } from '../../demo/screen/account-steps.ts';
import { openMenu, startDownload, waitForInstalled } from '../../demo/screen/map-steps.ts';
import type { Screen } from '../../demo/screen/screen.ts';
import { signUpTerminal } from './support/installation.ts';
import { useWorld } from './support/world.ts';

/** Bytes a second: some seconds for the region. */
const world = useWorld({ rate: 700_000 });

const press = ({ page }: Screen, name: string) =>
  page.getByRole('article', { name: 'Montevideo' }).getByRole('button', { name, exact: true }).click();

/** Until more than so many bytes are there. @returns how many */
async function fetched(screen: Screen, more: number): Promise<number> {
  const isThere = ({ state, doneBytes }: { state: string; doneBytes: number }) =>
    state === 'fetching' && doneBytes > more;
  const [download] = await screen.until('downloads', (all) => all.some(isThere));
  return download?.doneBytes ?? 0;
}

test('G4: a download is cancelled, paused, resumed, and goes on after a kill', { timeout: 150_000 }, async () => {
  const { installation } = world;
  await installation.runServers();
  const data = await installation.terminalFolder('terminal', { stack: false });
  await signUpTerminal(data, await installation.issueAccount(), { download: false });
  const app = await world.launch({ data });
  const { screen, page } = app;
  await waitForSession(screen);
  await startDownload(screen, 'Montevideo');
  await fetched(screen, 200_000);
  expect(await draftsIn(data)).not.toEqual([]);

  await press(screen, 'Cancel');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel download' }).click();
  await screen.until('downloads', (all) => all.length === 0);
  await page.getByRole('article', { name: 'Montevideo' }).getByRole('button', { name: 'Download' }).waitFor();
  await expect.poll(() => draftsIn(data)).toEqual([]);

  await startDownload(screen, 'Montevideo');
  await fetched(screen, 200_000);
  await page.getByRole('progressbar', { name: 'Montevideo' }).waitFor();
  await press(screen, 'Pause');
  const [paused] = await screen.until('downloads', ([one]) => one?.state === 'paused');
  await page.getByText('Paused', { exact: true }).waitFor();
  // It goes on neither by itself nor because another screen is looked at.
  await openMenu(screen, 'settings');
  await openMenu(screen, 'maps');
  const [still] = await screen.read('downloads');
  expect(still).toMatchObject({ state: 'paused', doneBytes: paused?.doneBytes });
  await press(screen, 'Go on');
  const before = await fetched(screen, (paused?.doneBytes ?? 0) + 100_000);
  await app.kill();

  const again = await world.launch({ data });
  const after = await fetched(again.screen, 0);
  expect(after).toBeGreaterThan(0.7 * before);
  await waitForInstalled(again.screen, 'montevideo');
  await openMenu(again.screen, 'maps');
  await again.page.getByRole('button', { name: 'Show on the map' }).waitFor();
  await again.quit();
});

/** What lies there of a version that is not complete. */
async function draftsIn(data: string): Promise<string[]> {
  const entries = await readdir(join(data, 'maps'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/^[0-9a-f]{64}(\.list)?$/.test(entry.name))
    .map(({ name }) => name);
}
