import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForSession, waitForStart } from '../../demo/screen/account-steps.ts';
import { openMenu, startDownload, waitForInstalled, waitForMap, waitForRoute } from '../../demo/screen/map-steps.ts';
import type { Screen } from '../../demo/screen/screen.ts';
import { expectFailure } from './support/failure.ts';
import { signUpTerminal, type PaperAccount } from './support/installation.ts';
import { coloursOf } from './support/picture.ts';
import { mountSmallDisk, type SmallDisk } from './support/small-disk.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();
const disks: SmallDisk[] = [];

beforeAll(async () => void (await world.installation.runServers()), 60_000);
afterAll(async () => {
  for (const disk of disks) await disk.remove();
});

/** On a keyboard of one's own, instead of whatever is there. */
async function answerQuestions({ page }: Screen, account: PaperAccount): Promise<void> {
  for (const [question, typed] of [
    ['Your user ID', account.userId],
    ['Your password', account.password],
    ['Your licence number', account.licenceNumber],
    ['A name for this terminal', 'Test car'],
  ] as const) {
    await page.getByRole('heading', { name: question, level: 1 }).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
  }
}

test('C3: a wrong password leads back to what was typed, and the right one on', { timeout: 60_000 }, async () => {
  const account = await world.installation.issueAccount();
  const app = await world.launch({ data: await world.installation.terminalFolder('typo', { stack: false }) });
  const { screen, page } = app;
  await waitForStart(screen);
  await page.getByRole('button', { name: /^Sign up/ }).click();
  await answerQuestions(screen, { ...account, password: 'not-the-password' });
  const card = await expectFailure(screen, {
    code: 'account.login-failed',
    title: 'User ID or password is wrong',
    whatToDo: 'Check what you typed, and try again.',
  });
  expect(await page.content()).not.toContain('not-the-password');
  expect((await screen.read('terminal')).phase).toBe('signed-out');

  await card.getByRole('button', { name: 'Your user ID' }).click();
  await page.getByRole('heading', { name: 'Your user ID', level: 1 }).waitFor();
  expect(await page.locator('main input').inputValue()).toBe(account.userId);
  await answerQuestions(screen, account);
  await screen.until('terminal', ({ phase }) => phase === 'signed-in');
  await page.getByRole('heading', { name: 'Downloads', level: 1 }).waitFor();
  expect(await logged(app.data, app.log)).not.toContain(account.password);
  await app.quit();
});

test('C4: a session that is refused leads to signing up again', { timeout: 60_000 }, async () => {
  const { installation } = world;
  const account = await installation.issueAccount();
  const data = await installation.terminalFolder('revoked', { stack: false });
  await signUpTerminal(data, account, { download: false });
  await installation.operate('accounts', 'revoke', account.userId);
  const app = await world.launch({ data });
  const { screen, page } = app;
  await screen.until('session', ({ state }) => state === 'failed');
  await openMenu(screen, 'maps');
  const card = await expectFailure(screen, {
    code: 'access-key.not-active',
    title: 'The account could not be used',
    whatToDo: 'Sign up this terminal again.',
  });
  await page.getByRole('img', { name: 'Session could not be opened' }).waitFor();
  await card.getByRole('button', { name: 'Sign up' }).click();
  await page.getByRole('heading', { name: 'Your user ID', level: 1 }).waitFor();
  await app.quit();
});

test('G4: a full disk is told, and with room the download goes on', { timeout: 90_000 }, async () => {
  const { installation } = world;
  const folder = join(installation.root, 'full');
  const disk = await mountSmallDisk(folder, 64 * 1024 * 1024);
  disks.push(disk);
  const data = await installation.terminalFolder('full', { stack: false });
  await signUpTerminal(data, await installation.issueAccount(), { download: false });
  const app = await world.launch({ data });
  const { screen, page } = app;
  await waitForSession(screen);
  await disk.leave(2_000_000);
  await startDownload(screen, 'Montevideo');
  const [download] = await screen.until('downloads', (all) => all[0]?.failure !== undefined);
  expect(download?.failure).toMatchObject({ step: 'storage', remedy: 'free-space' });
  const card = await expectFailure(screen, {
    code: 'store.full',
    title: 'The disk is full',
    whatToDo: 'Make room on the disk, for example by removing a map, then try again.',
  });
  await disk.makeRoom();
  await card.getByRole('button', { name: 'Try again' }).click();
  await waitForInstalled(screen, 'montevideo');
  await page.getByRole('button', { name: 'Show on the map' }).waitFor();
  await app.quit();
});

test('G4: a map that is damaged on the disk is told, and mended', { timeout: 120_000 }, async () => {
  const { installation } = world;
  const data = await installation.terminalFolder('damaged', { stack: false });
  await signUpTerminal(data, await installation.issueAccount(), { download: true });
  await damage(data, 'roads.graph', 0);
  await damage(data, 'tiles.pmtiles', 16_384);
  const app = await world.launch({ data });
  const { screen, page } = app;
  await waitForSession(screen);

  // Found by looking at it; what is intact goes on being used.
  await page.getByText('The map of Montevideo is damaged').waitFor();
  await screen.until('maps', ({ regions }) => regions.some(({ state }) => state === 'damaged'));
  await openMenu(screen, 'search');
  await page.getByRole('textbox').fill('Plaza Cag');
  await page.getByRole('list', { name: 'Results' }).getByRole('button').first().click();
  await expectFailure(screen, {
    code: 'map.graph-invalid',
    title: 'The map cannot be used',
    whatToDo: 'Download the map again. Only what is damaged is fetched.',
  });

  await openMenu(screen, 'maps');
  const region = page.getByRole('article', { name: 'Montevideo' });
  await region.getByText('Damaged').waitFor();
  await region.getByRole('button', { name: 'Repair' }).click();
  await waitForInstalled(screen, 'montevideo');
  await region.getByRole('button', { name: 'Show on the map' }).click();
  await waitForMap(screen);
  expect(await page.getByText('The map of Montevideo is damaged').count()).toBe(0);
  expect(await coloursOf(page)).toBeGreaterThan(20);
  await openMenu(screen, 'search');
  await page.getByRole('textbox').fill('Plaza Cag');
  await page.getByRole('list', { name: 'Results' }).getByRole('button').first().click();
  await waitForRoute(screen);
  app.takeComplaints();
  await app.quit();
});

/** Other bytes at a place of an installed file, as a failing disk gives them. */
async function damage(data: string, file: string, at: number): Promise<void> {
  const folder = join(data, 'maps', 'montevideo', file);
  const version = (await readdir(folder)).find((name) => /^[0-9a-f]{64}$/.test(name)) ?? '';
  const opened = await open(join(folder, version), 'r+');
  const { size } = await opened.stat();
  await opened.write(new Uint8Array(size - at).fill(0xa5), 0, size - at, at);
  await opened.close();
}

/** What is in the terminal's files and in what its main process said. */
const logged = async (data: string, log: string) => log + (await readFile(join(data, 'terminal-state.json'), 'utf8'));
