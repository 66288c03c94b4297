import { beforeAll, describe, expect, test } from 'vitest';
import { waitForStart } from '../../demo/screen/account-steps.ts';
import { openMenu, startSimulatedDrive, waitForArrival } from '../../demo/screen/map-steps.ts';
import { violations } from './support/accessibility.ts';
import { misfits, untilStill } from './support/fit.ts';
import type { PaperAccount } from './support/installation.ts';
import type { RunningApp } from './support/running-app.ts';
import { signedInVisits, signedOutVisits, type Visit } from './support/screens.ts';
import { useWorld } from './support/world.ts';

/** English words are the longer ones, Japanese letters the wider: those are looked at where there is the least room. */
const looks = [
  ['ja', 800, 480],
  ['en', 800, 480],
  ['en', 1_024, 600],
  ['en', 1_280, 720],
  ['en', 1_920, 1_080],
] as const;

/** While the map moves, each look at a large window costs software that draws it many seconds. */
const looksWhileMoving = looks.filter(([, width]) => width < 1_280);

const world = useWorld();
let app: RunningApp;
let account: PaperAccount;

beforeAll(async () => {
  const { installation } = world;
  await installation.runServers();
  account = await installation.issueAccount();
  app = await world.launch({ data: await installation.terminalFolder('terminal', { stack: true }) });
  await waitForStart(app.screen);
  await app.screen.until('stack', ({ state }) => state === 'running');
}, 60_000);

/** The screen that is shown, in each of the looks, and by axe by day and by night. */
async function look({ name, go }: Visit, from: readonly (typeof looks)[number][] = looks): Promise<string[]> {
  const { screen, page } = app;
  await app.resize(1_024, 600);
  await screen.call('settings.change', { language: 'en', theme: 'day' });
  await go(screen);
  const found: string[] = [];
  for (const [language, width, height] of from) {
    await screen.call('settings.change', { language });
    await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
    await app.resize(width, height);
    await untilStill(page);
    found.push(...(await misfits(page)).map((words) => `${name}, ${language}, ${width}x${height}: ${words}`));
  }
  await app.resize(1_024, 600);
  for (const theme of ['day', 'night'] as const) {
    await screen.call('settings.change', { theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' });
    await untilStill(page);
    found.push(...(await violations(page)).map((words) => `${name}, ${theme}: ${words}`));
  }
  await screen.call('settings.change', { theme: 'day' });
  // A dialog stands in the way of the next screen.
  if ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape');
  return found;
}

describe('without an account', () => {
  test.each(signedOutVisits)('$name', { timeout: 60_000 }, async (visit) => {
    expect(await look(visit)).toEqual([]);
  });
});

test('what does not fit is found', async () => {
  const { page } = app;
  /** Puts something over the screen for as long as it is looked at. */
  const planted = async (text: string, style: Readonly<Record<string, string>>) => {
    const element = await page.evaluateHandle(
      ([words, css]) => {
        const node = document.createElement('div');
        node.textContent = words;
        Object.assign(node.style, { fontSize: '20px', ...css });
        document.body.append(node);
        return node;
      },
      [text, style] as const,
    );
    const found = await misfits(page);
    await element.evaluate((node) => node.remove());
    return found.join('\n');
  };
  await untilStill(page);
  expect(await misfits(page)).toEqual([]);
  expect(await planted('', { position: 'fixed', inset: '0' })).toContain('lies under');
  expect(await planted('words that do not fit', { position: 'fixed', right: '-40px', top: '20px' })).toContain(
    'cut off',
  );
  const narrow = { position: 'fixed', top: '0', width: '60px', overflow: 'hidden', whiteSpace: 'nowrap' };
  expect(await planted('words that are cut off here', narrow)).toContain('cut off at a side');
  expect(await planted('small', { position: 'fixed', top: '0', fontSize: '12px' })).toContain('text of 12px');
});

describe('with an account and a map', () => {
  beforeAll(async () => {
    const { screen } = app;
    await screen.call('account.sign-up', { ...account, terminalName: 'Test car' });
    await screen.until('maps', ({ regions }) => regions.some(({ id }) => id === 'montevideo'));
    await screen.call('maps.download', { regionId: 'montevideo' });
    await screen.until('maps', ({ regions }) => regions.some(({ state }) => state === 'installed'), 60);
    // From the sign-up that was begun before, as somebody does who has changed their mind.
    for (let step = 0; step < 4; step += 1) await app.page.keyboard.press('Escape');
    await app.page.reload();
    await app.page.getByRole('navigation').waitFor();
  }, 90_000);

  test.each(signedInVisits)('$name', { timeout: 60_000 }, async (visit) => {
    expect(await look(visit)).toEqual([]);
  });

  test('route, guidance and arrival', { timeout: 300_000 }, async () => {
    const { screen, page } = app;
    const go = async () => {
      await openMenu(screen, 'map');
      await openMenu(screen, 'search');
      await page.getByRole('textbox').fill('Plaza Cagancha');
      await page.getByRole('list', { name: 'Results' }).getByRole('button').first().click();
      await page.getByRole('button', { name: 'Simulated drive', exact: true }).waitFor();
    };
    const route = await look({ name: 'route', go });
    const guidance = await look({ name: 'guidance', go: () => startSimulatedDrive(screen, 0.1) }, looksWhileMoving);
    const moving = await look({ name: 'search while moving', go: () => openMenu(screen, 'search') }, looksWhileMoving);
    await openMenu(screen, 'map');
    const { id } = (await screen.read('route')) ?? { id: '' };
    await screen.call('guidance.start', { routeId: id, simulate: { pace: 50 } });
    const arrived = await look({ name: 'arrived', go: () => waitForArrival(screen) });
    expect([...route, ...guidance, ...moving, ...arrived]).toEqual([]);
    await app.quit();
  });
});
