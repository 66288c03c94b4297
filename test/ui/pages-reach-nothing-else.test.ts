import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { waitForStart } from '../../demo/screen/account-steps.ts';
import type { RunningApp } from './support/running-app.ts';
import { useWorld } from './support/world.ts';

interface Page {
  naviterm: { call: (name: unknown, argument?: unknown) => Promise<unknown> };
}

const world = useWorld();
let app: RunningApp;

beforeAll(async () => {
  app = await world.launch({ data: await world.installation.terminalFolder('terminal', { stack: false }) });
  await waitForStart(app.screen);
}, 60_000);

const call = (name: unknown, argument: unknown) =>
  app.page.evaluate(([which, value]) => (globalThis as unknown as Page).naviterm.call(which, value), [
    name,
    argument,
  ] as const);

test.each([
  ['a call that does not exist', 'files.read', null, 'request.not-found'],
  ['a property of every object', 'constructor', null, 'request.not-found'],
  ['a name that is no text', { toString: 'state.read' }, null, 'request.not-found'],
  ['a call of the page that stands in', 'app.restart-screen', null, 'request.not-found'],
  ['an argument too many', 'state.read', {}, 'request.malformed'],
  ['an argument of another type', 'settings.change', { volume: 'loud' }, 'request.malformed'],
  ['a value out of range', 'settings.change', { volume: 2 }, 'request.malformed'],
  ['a setting that does not exist', 'settings.change', { __proto__: null, admin: true }, 'request.malformed'],
  ['a region that is a path', 'maps.remove', { regionId: '../../etc' }, 'request.malformed'],
  ['a text without an end', 'places.search', { text: 'a'.repeat(100_000), limit: 5 }, 'request.malformed'],
] as const)('main refuses %s', async (_what, name, argument, code) => {
  expect(await call(name, argument)).toMatchObject({ ok: false, failure: { code } });
});

test('main answers neither a frame in the page nor a window that it did not make', async () => {
  const inFrame = await app.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const found = typeof (frame.contentWindow as unknown as Partial<Page>).naviterm;
    frame.remove();
    return found;
  });
  expect(inFrame).toBe('undefined');
  const said = await app.electron.evaluate(
    async ({ BrowserWindow }, preload) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await window.loadURL('naviterm://terminal/index.html');
      const script = 'naviterm.call("state.read", null).then(() => "answered", (error) => error.message)';
      const heard = (await window.webContents.executeJavaScript(script)) as string;
      window.destroy();
      return heard;
    },
    join(await app.electron.evaluate(({ app: application }) => application.getAppPath()), 'main', 'preload-screen.cjs'),
  );
  expect(said).toContain('not one of our pages');
});

test('a page has nothing of Node, and nothing of Electron but its calls', async () => {
  const found = await app.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'ipcRenderer', 'electron'].filter(
      (name) => name in globalThis,
    ),
  );
  expect(found).toEqual([]);
  const bridge = await app.page.evaluate(() => Object.keys((globalThis as unknown as Page).naviterm).toSorted());
  expect(bridge).toEqual(['call', 'on']);
});

test('the policy is in force: no code from text, nothing from elsewhere', async () => {
  const said = await app.page.evaluate(async () => {
    const tried = async (work: () => unknown) => {
      try {
        await work();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    };
    const script = document.createElement('script');
    script.textContent = 'globalThis.planted = true';
    document.body.append(script);
    script.remove();
    const image = await new Promise((resolve) => {
      const element = new Image();
      element.addEventListener('load', () => resolve('loaded'));
      element.addEventListener('error', () => resolve('refused'));
      element.src = 'https://naviterm.invalid/picture.png';
    });
    return {
      // eslint-disable-next-line no-new-func
      text: await tried(() => (globalThis as unknown as { Function: (code: string) => () => unknown }).Function('1')()),
      planted: 'planted' in globalThis,
      image,
      file: await tried(() => fetch('file:///etc/hostname')),
      elsewhere: await tried(() => fetch('https://naviterm.invalid/')),
      outside: await fetch('naviterm://terminal/../../main/core.cjs').then(({ status }) => status),
      map: await fetch('naviterm://terminal/maps/%2e%2e/terminal-state.json').then(({ status }) => status),
    };
  });
  expect(said).toEqual({
    text: 'EvalError',
    planted: false,
    image: 'refused',
    file: 'TypeError',
    elsewhere: 'TypeError',
    outside: 404,
    map: 404,
  });
  expect(app.takeComplaints().join('\n')).toContain('Content Security Policy');
});

test('a page opens no window, goes nowhere and is granted nothing', async () => {
  const said = await app.page.evaluate(async () => {
    const opened = globalThis.open('https://naviterm.invalid/');
    const link = document.createElement('a');
    link.href = 'https://naviterm.invalid/';
    document.body.append(link);
    link.click();
    link.remove();
    location.assign('https://naviterm.invalid/');
    const granted = await Promise.all(
      (['geolocation', 'notifications', 'camera', 'microphone'] as const).map(
        async (name) => (await navigator.permissions.query({ name })).state,
      ),
    );
    // What is asked for without a look at what is granted.
    const asked = await Promise.all([
      Notification.requestPermission(),
      new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          ({ code, PERMISSION_DENIED }) => resolve(code === PERMISSION_DENIED ? 'denied' : code),
        ),
      ),
    ]);
    return { opened, granted: granted.filter((state) => state !== 'denied'), asked };
  });
  expect(said).toEqual({ opened: null, granted: [], asked: ['denied', 'denied'] });
  expect(app.page.url()).toBe('naviterm://terminal/index.html');
  const windows = await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
  app.takeComplaints();
  await app.quit();
});
