import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { eventChannel } from '../../main/ipc/channels.ts';
import { ensureApp } from '../../scripts/lib/app-build.js';
import { ensureElectron, sandboxArguments } from '../../scripts/lib/electron-runtime.js';
import type { EventValues, ScreenBridge } from '../../src/contract/screen/calls.ts';
import { say } from '../../src/navigation/guidance/say.ts';
import { clipIds } from '../../src/navigation/guidance/clip-ids.ts';
import { phraseIds } from '../../src/navigation/guidance/phrases.ts';
import { clipSound } from './support/clip-sound.ts';
import { openPrivateDisplay, type PrivateDisplay } from '../../demo/screen/private-display.ts';
import { openSoundCard, type Hearing, type SoundCard } from './support/sound-card.ts';

type Speech = EventValues['speak'];

let display: PrivateDisplay;
let card: SoundCard;
let folder: string;
let app: ElectronApplication;
let page: Page;
let hearing: Hearing;

beforeAll(async () => {
  const program = await ensureElectron();
  const built = await ensureApp(program);
  [display, card, folder] = await Promise.all([
    openPrivateDisplay(),
    openSoundCard(),
    mkdtemp(join(tmpdir(), 'voice-test-')),
  ]);
  app = await _electron.launch({
    executablePath: program,
    args: [...sandboxArguments(), built, '--data', folder, '--allow-unsafe-file-vault'],
    env: { ...process.env, ...card.environment, DISPLAY: display.name, NAVITERM_NODE: process.execPath },
  });
  page = await app.firstWindow();
  await page.waitForSelector('#app > *');
}, 120_000);

afterAll(async () => {
  await app.close();
  await Promise.all([card.stop(), display.stop()]);
  await rm(folder, { recursive: true, force: true });
});

/** As main sends it. */
const send = (speech: Speech) =>
  app.evaluate(
    ({ BrowserWindow }, { channel, value }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send(channel, 'speak', value),
    { channel: eventChannel, value: speech },
  );

const set = (change: { voice?: boolean; volume?: number }) =>
  page.evaluate(
    (value) => (window as unknown as { naviterm: ScreenBridge }).naviterm.call('settings.change', value),
    change,
  );

const turn = (language: 'en' | 'ja'): Speech => ({
  ...say({ kind: 'stage', metres: 5_000 }, { language, units: 'metric' }),
  clips: ['in-300-metres', 'turn-right'],
});

/** Seconds that clips take one after the other. */
const lengthOf = async (language: 'en' | 'ja', clips: readonly string[]) => {
  const sounds = await Promise.all(clips.map((id) => clipSound(page, language, id)));
  return sounds.reduce((sum, { seconds }) => sum + seconds, 0);
};

/** Nothing was heard for a while: what was said has ended. */
const untilQuiet = async (heard: Hearing) => {
  let before = -1;
  await vi.waitFor(
    () => {
      const now = heard.loudSeconds();
      const isQuiet = now === before;
      before = now;
      expect(isQuiet).toBe(true);
    },
    { timeout: 15_000, interval: 300 },
  );
};

describe('the voice, as it is heard', () => {
  beforeEach(async () => {
    await set({ voice: true, volume: 1 });
    hearing = await card.listen();
    return () => hearing.stop();
  });

  test.each(['en', 'ja'] as const)(
    'an announcement in %s is heard from beginning to end, without a gap',
    async (language) => {
      const speech = turn(language);
      const expected = await lengthOf(language, speech.clips);
      await send(speech);
      await vi.waitFor(() => expect(hearing.spanSeconds()).toBeGreaterThan(expected - 0.3), { timeout: 10_000 });
      await untilQuiet(hearing);
      expect(hearing.spanSeconds()).toBeLessThan(expected + 0.3);
      expect(hearing.loudSeconds()).toBeGreaterThan(0.5 * expected);
      expect(hearing.longestGap()).toBeLessThan(0.25);
      expect(hearing.peak()).toBeLessThan(0.99);
    },
  );

  test('what is urgent interrupts', async () => {
    const whole = await lengthOf('en', ['depart']);
    const urgent = await lengthOf('en', ['turn-left']);
    await send({ ...turn('en'), clips: ['depart'] });
    await vi.waitFor(() => expect(hearing.spanSeconds()).toBeGreaterThan(0.5), { timeout: 10_000, interval: 20 });
    await send({ ...turn('en'), clips: ['turn-left'], urgent: true });
    await untilQuiet(hearing);
    expect(hearing.spanSeconds()).toBeLessThan(whole);
    expect(hearing.loudSeconds()).toBeGreaterThan(0.5 + 0.4 * urgent);
  });

  test('half the volume is heard half as loud', async () => {
    await send(turn('en'));
    await vi.waitFor(() => expect(hearing.loudSeconds()).toBeGreaterThan(1), { timeout: 10_000 });
    await untilQuiet(hearing);
    const whole = hearing.peak();
    const again = await card.listen();
    await set({ volume: 0.5 });
    await send(turn('en'));
    await vi.waitFor(() => expect(again.loudSeconds()).toBeGreaterThan(1), { timeout: 10_000 });
    await untilQuiet(again);
    again.stop();
    expect(again.peak() / whole).toBeGreaterThan(0.4);
    expect(again.peak() / whole).toBeLessThan(0.6);
  });

  test('nothing is heard when the voice is off, and the rest is not when it is turned off meanwhile', async () => {
    await set({ voice: false });
    const heard = await card.listen();
    await send(turn('ja'));
    await untilQuiet(heard);
    expect(heard.peak()).toBe(0);
    heard.stop();
    await set({ voice: true });
    await untilQuiet(hearing);
    const whole = await lengthOf('ja', ['depart']);
    const cut = await card.listen();
    await send({ ...turn('ja'), clips: ['depart'] });
    await vi.waitFor(() => expect(cut.spanSeconds()).toBeGreaterThan(0.5), { timeout: 10_000, interval: 20 });
    await set({ voice: false });
    await untilQuiet(cut);
    cut.stop();
    expect(cut.spanSeconds()).toBeLessThan(whole - 1);
  });
});

describe('the clips, as the page unpacks them', () => {
  test.each(['en', 'ja'] as const)(
    'all in %s are loud enough, equally so, and not clipped',
    async (language) => {
      for (const id of [...clipIds, ...phraseIds]) {
        const { seconds, peak, level, clipped } = await clipSound(page, language, id);
        expect(seconds, id).toBeGreaterThan(0.2);
        expect(seconds, id).toBeLessThan(8);
        expect(peak, id).toBeLessThan(0.98);
        expect(clipped, id).toBe(0);
        expect(level, id).toBeGreaterThan(0.06);
        expect(level, id).toBeLessThan(0.16);
      }
    },
    60_000,
  );
});
