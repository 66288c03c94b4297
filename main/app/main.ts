import { app, Menu, protocol, session } from 'electron';
import { mkdirSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { join } from 'node:path';
import { listenForCalls } from '../ipc/listen.ts';
import { answer } from '../scheme/answer.ts';
import { origin, scheme } from '../scheme/address.ts';
import { hardenPages, hardenSession } from '../windows/hardening.ts';
import { levelOf } from '../windows/terminal-window.ts';
import { Windows } from '../windows/windows.ts';
import { readCommandLine } from './command-line.ts';
import { runCompiledCode } from './compiled-code.ts';
import type { Core } from './core.ts';

// Electron 25's main process does not have it, and OPAQUE's WebAssembly takes its random bytes from there.
if (!('crypto' in globalThis)) Object.assign(globalThis, { crypto: webcrypto });

runCompiledCode();
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
  const windows = new Windows({ built: __dirname, kiosk: commandLine.kiosk, log });
  let started: Promise<Core> | undefined;
  const core = (): Promise<Core> => (started ??= startCore(windows));
  session.defaultSession.protocol.handle(scheme, async (request) => {
    const answered = await answer(request, {
      pages: join(app.getAppPath(), 'renderer'),
      findMap: async (target) => (await core()).findMap(target),
      onDamage: (target) => void core().then((running) => running.mapDamaged(target)),
    });
    // Read and compiled while the page's process comes up. Any sooner, the page itself would wait for it.
    void core();
    return answered;
  });
  listenForCalls(levelOf, async (call) => (await core()).answer(call));
  windows.open();
  // Node reads what makes a request when the first one is made: now, while the page's process comes up.
  void nextTurn().then(() => new Request(origin));
  app.on('second-instance', () => windows.focus());
  app.on('window-all-closed', () => app.quit());
  // An operator's service manager ends the program so, kiosk or not.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit());
  endInOrder(core);
}

/**
 * What the core is made of, in pieces. This thread also leads the page's process to its first page, which a program read
 * and compiled in one go would hold up for as long as that takes.
 */
const pieces = [
  () => import('node:http'),
  () => import('node:https'),
  () => import('node:child_process'),
  () => import('node:worker_threads'),
  () => import('../../src/contract/check.ts'),
  () => import('../terminal/terminal-host.ts'),
  () => import('../navigation/navigator.ts'),
] as const;

const startCore = async (windows: Windows): Promise<Core> => {
  for (const load of pieces) {
    await nextTurn();
    await load();
  }
  await nextTurn();
  const { Core } = await import('./core.ts');
  return Core.start({
    commandLine,
    built: __dirname,
    log,
    send: (name, value) => windows.send(name, value),
    quit: () => app.quit(),
    restartScreen: () => windows.open(),
    setLocked: (locked) => windows.setLocked(locked),
  });
};

/** Quits when the servers of this machine have ended and the folder is free again. */
function endInOrder(core: () => Promise<Core>): void {
  let ending = false;
  let ended = false;
  app.on('before-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    if (ending) return;
    ending = true;
    void core()
      .then((running) => running.stop())
      .catch((error: unknown) => log(`ending: ${String(error)}`))
      .finally(() => {
        ended = true;
        app.quit();
      });
  });
}
