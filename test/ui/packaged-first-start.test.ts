import { existsSync } from 'node:fs';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, onTestFailed, test, vi } from 'vitest';
import { chooseLanguage, tryDemo, waitForSession, waitForStart } from '../../demo/screen/account-steps.ts';
import { downloadRegion, searchAndPlan, showOnMap } from '../../demo/screen/map-steps.ts';
import { openPrivateDisplay } from '../../demo/screen/private-display.ts';
import { Screen } from '../../demo/screen/screen.ts';
import { checkPackage } from '../../scripts/package/check-package.js';
import { PackagedApp } from './support/packaged-app.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const picture = fileURLToPath(new URL('../../build/ui-failures/packaged-first-start.png', import.meta.url));

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

// F4: the program that is packaged is the one that is looked into: by Chromium's own door, with its fuses as they ship.
test('the package alone leads from nothing to a route', { timeout: 300_000 }, async () => {
  const display = await openPrivateDisplay();
  ends.push(display.stop);
  const app = await PackagedApp.launch(display.name, (end) => ends.push(end));
  onTestFailed(async () => void (await app.page.screenshot({ path: picture, timeout: 3_000 })), 10_000);
  const screen = new Screen(app.page);
  await waitForStart(screen);
  await chooseLanguage(screen, 'en');

  const { text } = await screen.call('app.licences', null);
  for (const part of ['Apache License', 'Electron, with Chromium', 'OpenStreetMap', 'maplibre-gl', 'fastify', 'keytar'])
    expect(text).toContain(part);

  await tryDemo(screen);
  await waitForSession(screen);
  await downloadRegion(screen, 'montevideo', 'Montevideo');
  await showOnMap(screen, 'Montevideo');
  await searchAndPlan(screen, 'palacio legislativo');
  expect((await screen.read('route'))?.manoeuvres.length).toBeGreaterThan(1);

  expect((await app.commands()).filter((command) => command.includes('naviterm-server.mjs'))).not.toEqual([]);
  expect(await app.usedIn(repository)).toEqual([]);
  expect(await app.usedIn(app.folder)).not.toEqual([]);
  expect(await app.end()).toBe(0);
  await vi.waitFor(async () => expect(await app.commands()).toEqual([]), { timeout: 15_000, interval: 100 });

  // What is looked for in every package is found where it is.
  const program = join(app.folder, 'program');
  const wanted = { withNode: existsSync(join(program, 'resources', 'node')) };
  expect(await checkPackage(program, wanted)).toEqual([]);
  await writeFile(join(program, 'resources', 'regions', 'terminal.pem'), 'private');
  await rm(join(program, 'resources', 'servers', 'mailbox', 'style.css'));
  await appendFile(join(program, 'resources', 'app.asar'), `${repository}/src/errors/codes.ts`);
  expect((await checkPackage(program, wanted)).map((fault) => fault.split(' ')[0])).toEqual([
    'resources/regions/terminal.pem',
    'nothing',
    'resources/app.asar',
  ]);
});
