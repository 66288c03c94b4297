import { app, Menu, nativeTheme, protocol, session, type BrowserWindow } from 'electron';
import { mkdirSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { listenForCalls, sendEvent } from '../ipc/listen.ts';
import { answer } from '../scheme/answer.ts';
import { scheme } from '../scheme/address.ts';
import { hardenPages, hardenSession } from '../windows/hardening.ts';
import { levelOf, openWindow } from '../windows/terminal-window.ts';
import { readCommandLine } from './command-line.ts';
import type { Core } from './core.ts';

// Electron 25's main process does not have it, and OPAQUE's WebAssembly takes its random bytes from there.
if (!('crypto' in globalThis)) Object.assign(globalThis, { crypto: webcrypto });

const commandLine = readCommandLine(process.argv.slice(1), process.env);
const profile = join(commandLine.data, 'screen');
mkdirSync(profile, { recursive: true, mode: 0o700 });
// Two terminals with folders of their own may run side by side; two with the same folder may not.
app.setPath('userData', profile);
app.setPath('sessionData', profile);

protocol.registerSchemesAsPrivileged([
  { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
]);
Menu.setApplicationMenu(null);
hardenPages(app);

const log = (words: string): void => void process.stderr.write(`${words}\n`);

if (app.requestSingleInstanceLock()) void run();
else app.exit(0);

async function run(): Promise<void> {
  await app.whenReady();
  hardenSession(session.defaultSession);
  const shown: { window?: BrowserWindow } = {};
  // Loaded beside the window's own start: the window waits for nothing of it.
  const core: Promise<Core> = import('./core.ts').then(({ Core }) =>
    Core.start({
      commandLine,
      built: __dirname,
      log,
      send: (name, value) => shown.window && sendEvent(shown.window.webContents, name, value),
      quit: () => app.quit(),
      restartScreen: () => undefined,
    }),
  );
  session.defaultSession.protocol.handle(scheme, (request) =>
    answer(request, {
      pages: join(app.getAppPath(), 'renderer'),
      findMap: async (target) => (await core).findMap(target),
      onDamage: (target) => void core.then((started) => started.mapDamaged(target)),
    }),
  );
  listenForCalls(levelOf, async (call) => (await core).answer(call));
  const open = () =>
    openWindow({ level: 'screen', built: __dirname, kiosk: commandLine.kiosk, dark: nativeTheme.shouldUseDarkColors });
  shown.window = open();
  app.on('second-instance', () => {
    shown.window?.restore();
    shown.window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  let ending = false;
  app.on('before-quit', (event) => {
    if (ending) return;
    ending = true;
    event.preventDefault();
    void core
      .then((started) => started.stop())
      .catch((error: unknown) => log(`ending: ${String(error)}`))
      .finally(() => app.quit());
  });
}
