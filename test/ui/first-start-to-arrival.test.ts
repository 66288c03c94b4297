import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { chooseLanguage, signUp, waitForSession, waitForStart } from '../../demo/screen/account-steps.ts';
import {
  checkConnection,
  downloadRegion,
  endArrival,
  openMenu,
  searchAndPlan,
  startSimulatedDrive,
  waitForArrival,
  waitForMap,
} from '../../demo/screen/map-steps.ts';
import type { Screen } from '../../demo/screen/screen.ts';
import type { PaperAccount } from './support/installation.ts';
import { coloursOf } from './support/picture.ts';
import { heardBy, listenToSpeech } from './support/speech.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();
let data: string;
let account: PaperAccount;

beforeAll(async () => {
  data = await world.installation.terminalFolder('terminal', { stack: true });
  account = await world.installation.issueAccount();
}, 60_000);

test(
  'from the first start to a route, killed on the way, and on to the destination',
  { timeout: 180_000 },
  async () => {
    const app = await world.launch({ data });
    const { screen, page } = app;
    await waitForStart(screen);
    await chooseLanguage(screen, 'ja');
    await chooseLanguage(screen, 'en');
    await screen.until('stack', ({ state }) => state === 'running', 60);

    // C3: the password is typed here and goes nowhere.
    await signUp(screen, { ...account, terminalName: 'My Car' });
    await waitForSession(screen);
    await page.getByRole('img', { name: /^Session: .* left$/ }).waitFor();

    await downloadRegion(screen, 'montevideo', 'Montevideo');
    // The map was not shown yet: where the way begins is where it is going to be.
    await searchAndPlan(screen, 'Plaza Cag');
    await waitForMap(screen);
    expect(await coloursOf(page)).toBeGreaterThan(20);
    expect((await screen.read('route'))?.to.name).toMatch(/Plaza Cagancha/i);
    await listenToSpeech(screen);
    await startSimulatedDrive(screen);
    await expect.poll(() => heardBy(screen), { timeout: 10_000 }).not.toEqual([]);
    await page.getByRole('button', { name: 'End', exact: true }).waitFor();
    await app.kill();

    // C4: the session is another, the account and the way are the same.
    const again = await world.launch({ data });
    await waitForStart(again.screen);
    const guidance = await again.screen.until('guidance', ({ state }) => state === 'guiding');
    expect(guidance).toMatchObject({
      simulated: true,
      to: { name: expect.stringMatching(/Plaza Cagancha/i) as string },
    });
    await again.page.getByRole('button', { name: 'End', exact: true }).waitFor();
    await waitForSession(again.screen);
    expect(again.log).not.toContain('a file was not taken');

    await listenToSpeech(again.screen);
    await hurry(again.screen);
    await waitForArrival(again.screen);
    const spoken = await heardBy(again.screen);
    expect(spoken.at(-1)?.words).toMatch(/arrived|destination/i);
    await endArrival(again.screen);

    await checkConnection(again.screen);
    const chain = await again.screen.read('chain');
    expect(chain.nodes.filter(({ state }) => state === 'failed')).toEqual([]);
    await openMenu(again.screen, 'map');
    await again.quit();
  },
);

test('without servers the map, the search and routes are still there', { timeout: 60_000 }, async () => {
  // F4, C11: they are somewhere else now, and do not run.
  const configuration = join(data, 'terminal.json');
  const { localStack: _stack, ...rest } = JSON.parse(await readFile(configuration, 'utf8')) as Record<string, unknown>;
  await writeFile(configuration, JSON.stringify(rest));
  const app = await world.launch({ data });
  const { screen, page } = app;
  await waitForMap(screen);
  expect(await coloursOf(page)).toBeGreaterThan(20);
  expect(await screen.read('terminal')).toMatchObject({ phase: 'signed-in', account: { userId: account.userId } });
  await screen.until('session', ({ state }) => state === 'failed');
  await searchAndPlan(screen, 'Plaza Cag');
  await app.quit();
});

/** The same drive, faster than any car. */
async function hurry(screen: Screen): Promise<void> {
  const { id = '' } = (await screen.read('route')) ?? {};
  await screen.call('guidance.start', { routeId: id, simulate: { pace: 50 } });
}
