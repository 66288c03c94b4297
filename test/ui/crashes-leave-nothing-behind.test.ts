import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { waitForStart } from '../../demo/screen/account-steps.ts';
import type { RunningApp } from './support/running-app.ts';
import { useWorld } from './support/world.ts';

const world = useWorld();

/** A page that crashed is out of reach for the driver: what is in the window is asked of the main process. */
const inWindow = (app: RunningApp, script: string): Promise<unknown> =>
  app.electron.evaluate(
    ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code) as unknown,
    script,
  );

const crash = (app: RunningApp) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());

/** What the terminal's folder must never hold: unfinished files, and files that cannot be read. */
async function brokenFilesIn(data: string): Promise<string[]> {
  const names = (await readdir(data, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
  const read = names.map(async (name) => {
    if (name.endsWith('.tmp')) return [name];
    if (!name.endsWith('.json')) return [];
    try {
      JSON.parse(await readFile(join(data, name), 'utf8'));
      return [];
    } catch {
      return [name];
    }
  });
  return (await Promise.all(read)).flat();
}

test(
  'screens that crash come back, and give way to a plain page when they crash again and again',
  {
    timeout: 90_000,
  },
  async () => {
    const app = await world.launch({ data: await world.installation.terminalFolder('renderer', { stack: false }) });
    await waitForStart(app.screen);
    await app.screen.call('settings.change', { language: 'ja' });
    // A page that is just crashing never answers.
    const heading = () =>
      Promise.race([inWindow(app, 'document.querySelector("h1")?.textContent ?? ""'), wait(1_000, 'nothing')]).catch(
        () => 'no page',
      );
    for (let crashes = 1; crashes <= 2; crashes += 1) {
      await inWindow(app, 'document.querySelector("h1").textContent = "another page"');
      await crash(app);
      // What was set is there again: the main process keeps it.
      await expect.poll(heading, { timeout: 20_000 }).toBe('道を知る地図');
    }
    await crash(app);
    await expect.poll(heading, { timeout: 20_000 }).toBe('The screen stopped several times');
    // The page that stands in may start the screens again, and ask for nothing else.
    expect(await inWindow(app, 'Object.keys(naviterm).toSorted().join()')).toBe('quit,restartScreen');
    await inWindow(app, 'void document.querySelector("#restart").click()');
    await expect.poll(heading, { timeout: 20_000 }).toBe('道を知る地図');
    expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    app.takeComplaints();
    await app.quit();
  },
);

test(
  'a main process that crashes, or is killed while it writes, leaves no process and no broken file',
  {
    timeout: 90_000,
  },
  async () => {
    const data = await world.installation.terminalFolder('main', { stack: true });
    const running = { data };
    for (const end of ['crash', 'kill'] as const) {
      const app = await world.launch(running);
      await waitForStart(app.screen);
      await app.screen.until('stack', ({ state }) => state === 'running', 60);
      await app.screen.call('settings.change', { volume: 0.25 });
      await app.page.evaluate(() => {
        const bridge = (globalThis as unknown as { naviterm: { call: (name: string, value: object) => unknown } })
          .naviterm;
        for (let round = 0; round < 2_000; round += 1)
          void bridge.call('settings.change', { volume: (round % 100) / 100 });
      });
      await (end === 'crash' ? app.crash() : app.kill());
    }
    const again = await world.launch(running);
    await waitForStart(again.screen);
    expect(await brokenFilesIn(data)).toEqual([]);
    expect(again.log).not.toContain('a file was not taken');
    await again.quit();
    expect(await brokenFilesIn(data)).toEqual([]);
  },
);
