import type { Screen } from '../../../demo/screen/screen.ts';
import type { EventValues, ScreenBridge } from '../../../src/contract/screen/calls.ts';

type Speech = EventValues['speak'];
interface ListeningPage {
  readonly naviterm: ScreenBridge;
  spoken: Speech[];
}

/** From now on keeps what the main process lets the page say. */
export async function listenToSpeech(screen: Screen): Promise<void> {
  await screen.page.evaluate(() => {
    const page = globalThis as unknown as ListeningPage;
    page.spoken = [];
    page.naviterm.on('speak', (speech) => void page.spoken.push(speech));
  });
}

export const heardBy = (screen: Screen): Promise<Speech[]> =>
  screen.page.evaluate(() => (globalThis as unknown as ListeningPage).spoken);
