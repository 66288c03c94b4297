import { chooseLanguage, tryDemo, waitForSession, waitForStart } from './screen/account-steps.ts';
import {
  checkConnection,
  chooseTheme,
  downloadRegion,
  endArrival,
  openMenu,
  searchAndPlan,
  showOnMap,
  startSimulatedDrive,
  waitForArrival,
  waitForMap,
} from './screen/map-steps.ts';
import type { Screen } from './screen/screen.ts';
import { expect, type StepResult, type Story } from './steps.ts';

const city = 'montevideo';
const destination = 'palacio legislativo';
/** Times as fast as the roads allow: nobody waits for a drive across a city. */
const pace = 20;

/** What a first-time user does, from the first touch to the destination; what was done in an earlier run is left alone. */
export async function tellScreenStory(story: Story, screen: Screen): Promise<void> {
  await story.step('first-screen', 'The first screen', async (): Promise<StepResult> => {
    await waitForStart(screen);
    const { phase } = await screen.read('terminal');
    if (phase === 'signed-in') return { outcome: 'skipped', words: 'signed in before' };
    await chooseLanguage(screen, 'en');
    await screen.shot('start');
    return {};
  });
  await story.step('sign-up', 'One touch: servers, maps, a device, an account', async (): Promise<StepResult> => {
    const { phase } = await screen.read('terminal');
    if (phase === 'signed-in') {
      await waitForSession(screen);
      return { outcome: 'skipped' };
    }
    await tryDemo(screen);
    await waitForSession(screen);
    const { account } = await screen.read('terminal');
    return { facts: { userId: account?.userId } };
  });
  await story.step('download', 'Downloading a real city', async (): Promise<StepResult> => {
    const { regions } = await screen.read('maps');
    if (regions.some(({ id, state }) => id === city && state === 'installed')) return { outcome: 'skipped' };
    await downloadRegion(screen, city, 'Montevideo');
    return {};
  });
  await story.step('map', 'The map', async (): Promise<StepResult> => {
    await showOnMap(screen, 'Montevideo');
    return {};
  });
  await story.step('route', `Looking for "${destination}"`, async (): Promise<StepResult> => {
    await searchAndPlan(screen, destination);
    const route = await screen.read('route');
    expect(route !== null && route.manoeuvres.length > 1, 'a way with something to do on it');
    return { facts: { metres: Math.round(route?.distance ?? 0), manoeuvres: route?.manoeuvres.length } };
  });
  await story.step('drive', 'Driving there', async (): Promise<StepResult> => {
    await startSimulatedDrive(screen, pace);
    await waitForArrival(screen);
    await endArrival(screen);
    return {};
  });
  await story.step('connection', 'The chain of servers, walked anew', async (): Promise<StepResult> => {
    await checkConnection(screen);
    const { nodes } = await screen.read('chain');
    return { words: nodes.map(({ role, state }) => `${role} ${state}`).join(', ') };
  });
  await story.step('night', 'By night, and in Japanese', async (): Promise<StepResult> => {
    await chooseTheme(screen, 'night');
    await chooseLanguage(screen, 'ja');
    await openMenu(screen, 'map');
    await waitForMap(screen);
    await screen.shot('map-night-japanese');
    await openMenu(screen, 'settings');
    await chooseLanguage(screen, 'en');
    await chooseTheme(screen, 'auto');
    return {};
  });
}
