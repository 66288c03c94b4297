import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { waitForStart } from '../../demo/screen/account-steps.ts';
import { violations } from './support/accessibility.ts';
import { expectFailure } from './support/failure.ts';
import { misfits, untilStill } from './support/fit.ts';
import { makeKiosk } from './support/installation.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();
const pin = '24680135';

test('a kiosk is left with the PIN alone, and forgets who was there', { timeout: 120_000 }, async () => {
  const data = await world.installation.terminalFolder('kiosk', { stack: false });
  await makeKiosk(data, pin, 10);
  expect(await readFile(join(data, 'kiosk.json'), 'utf8')).not.toContain(pin);
  const app = await world.launch({ data, arguments: ['--kiosk'] });
  const { screen, page } = app;
  await waitForStart(screen);
  const window = () =>
    app.electron.evaluate(({ BrowserWindow, screen: displays }) => {
      const [first, ...others] = BrowserWindow.getAllWindows();
      const display = displays.getPrimaryDisplay().bounds;
      const { width, height } = first?.getContentBounds() ?? { width: 0, height: 0 };
      return {
        others: others.length,
        // Chromium leaves the last pixel where no window manager knows of full screen.
        fills: width >= display.width - 1 && height >= display.height - 1,
        tools: first?.webContents.isDevToolsOpened(),
        address: first?.webContents.getURL(),
      };
    });
  const locked = { others: 0, fills: true, tools: false, address: 'naviterm://terminal/index.html' };
  expect(await window()).toEqual(locked);

  for (const keys of ['Alt+F4', 'F11', 'F5', 'Escape', 'Control+W', 'Control+Q', 'Control+R', 'Control+Shift+I', 'F12'])
    await page.keyboard.press(keys);
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await screen.ask('app.quit', null)).toMatchObject({ ok: false, failure: { code: 'kiosk.locked' } });
  expect(await page.getByRole('button', { name: 'Quit Naviterm' }).count()).toBe(0);
  expect(await window()).toEqual(locked);

  // Nobody touches it: the start is there again.
  const { visitors } = await screen.until('app', (state) => state.visitors > 0, 20);
  expect(visitors).toBe(1);
  await page.getByRole('heading', { name: 'Maps that know the way' }).waitFor();

  await page.getByRole('button', { name: 'Operator' }).first().click();
  await page.keyboard.type('1111');
  await page.keyboard.press('Enter');
  await expectFailure(screen, {
    code: 'kiosk.pin-wrong',
    title: /.+/,
    whatToDo: 'Check what you typed, and try again.',
  });
  await untilStill(page);
  expect(await misfits(page)).toEqual([]);
  expect(await violations(page)).toEqual([]);
  expect((await screen.read('app')).kiosk).toBe('locked');
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: 'Unlock' }).click();
  await screen.until('app', ({ kiosk }) => kiosk === 'unlocked');
  await page.getByRole('button', { name: 'Quit Naviterm' }).waitFor();
  await page.getByRole('button', { name: 'Lock again' }).click();
  await screen.until('app', ({ kiosk }) => kiosk === 'locked');
  expect(await window()).toEqual(locked);
  app.takeComplaints();
  await app.quit();
});
