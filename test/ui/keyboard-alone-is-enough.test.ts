import { beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { waitForSession, waitForStart } from '../../demo/screen/account-steps.ts';
import { waitForArrival, waitForInstalled, waitForMap } from '../../demo/screen/map-steps.ts';
import type { PaperAccount } from './support/installation.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();
let account: PaperAccount;

beforeAll(async () => {
  await world.installation.runServers();
  account = await world.installation.issueAccount();
}, 60_000);

/** What has the focus: its name, and whether one can see that it has. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const style = element === null ? undefined : getComputedStyle(element);
    return {
      name: (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim(),
      seen: style !== undefined && (style.outlineStyle !== 'none' || style.boxShadow !== 'none'),
    };
  });

/** Tab until the focus is where it is wanted, seen all the way; then Enter. */
async function reach(page: Page, name: string | RegExp): Promise<void> {
  const wanted = typeof name === 'string' ? new RegExp(`^${name}$`) : name;
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (now.name !== '' && !now.seen) throw new Error(`nobody sees that "${now.name}" has the focus`);
    if (wanted.test(now.name)) return page.keyboard.press('Enter');
  }
  throw new Error(`"${String(name)}" cannot be reached by Tab`);
}

const atHeading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();

test('F1: from the sign-up to the destination without a finger or a mouse', { timeout: 120_000 }, async () => {
  const app = await world.launch({ data: await world.installation.terminalFolder('terminal', { stack: false }) });
  const { screen, page } = app;
  await waitForStart(screen);
  await atHeading(page, 'Maps that know the way');
  await reach(page, /^Sign up/);
  for (const [question, typed] of [
    ['Your user ID', account.userId],
    ['Your password', account.password],
    ['Your licence number', account.licenceNumber],
    ['A name for this terminal', 'Test car'],
  ] as const) {
    await atHeading(page, question);
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
  }
  await atHeading(page, 'Downloads');
  await waitForSession(screen);
  await page.getByRole('article', { name: 'Montevideo' }).waitFor();
  await reach(page, 'Download');
  await waitForInstalled(screen, 'montevideo');
  // Its card is another one while it still tells how far the download is.
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Remove' }).waitFor();

  // A dialog holds the focus, and gives it back.
  await reach(page, 'Remove');
  await page.getByRole('dialog').waitFor();
  for (let steps = 0; steps < 6; steps += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
  }
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(async () => (await focused(page)).name).toBe('Remove');

  await reach(page, 'Show on the map');
  await waitForMap(screen);
  await reach(page, 'Search');
  await page.getByRole('textbox').waitFor();
  await page.keyboard.type('Plaza Cag');
  await page.getByRole('list', { name: 'Results' }).getByRole('button').first().waitFor();
  await reach(page, /Plaza.*Cagancha/i);
  await page.getByRole('button', { name: 'Simulated drive' }).waitFor();
  await reach(page, 'Simulated drive');
  await screen.until('guidance', ({ state }) => state === 'guiding');
  const { id = '' } = (await screen.read('route')) ?? {};
  await screen.call('guidance.start', { routeId: id, simulate: { pace: 50 } });
  await waitForArrival(screen);
  await reach(page, 'Done');
  await screen.until('guidance', ({ state }) => state === 'none');
  await app.quit();
});
