import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createInstallation, type Installation, type InstallationOptions } from './installation.ts';
import { openPrivateDisplay, type PrivateDisplay } from '../../../demo/screen/private-display.ts';
import { RunningApp, type LaunchOptions } from './running-app.ts';

/** What the tests of one file stand on: servers of their own and a display of their own. */
export interface World {
  readonly installation: Installation;
  /** Starts the application; whatever is left of it at the file's end is ended then. */
  readonly launch: (options: Omit<LaunchOptions, 'display'>) => Promise<RunningApp>;
}

const pictures = fileURLToPath(new URL('../../../build/ui-failures', import.meta.url));

/** What was on the screen when a test failed, and what the main process had said. */
async function showFailure(
  app: RunningApp,
  test: string,
  errors: readonly { readonly message: string }[] = [],
): Promise<void> {
  await mkdir(pictures, { recursive: true });
  const path = join(pictures, `${test.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80)}.png`);
  const seen = await app.page.screenshot({ path, timeout: 3_000 }).then(
    () => path,
    () => 'the screen was gone',
  );
  const known = await Promise.race([app.screen.read('terminal'), wait(1_000)]).catch(() => undefined);
  const said = [
    ...errors.map(({ message }) => message),
    JSON.stringify(known),
    app.log.slice(-2_000),
    ...app.takeComplaints(),
  ];
  process.stderr.write(`${test}: ${seen}\n${said.join('\n')}\n`);
}

/** Sets it up before the tests of a file, and takes it away after them. */
export function useWorld(options: InstallationOptions = {}): World {
  let installation: Installation | undefined;
  let display: PrivateDisplay | undefined;
  const running: RunningApp[] = [];
  beforeAll(async () => {
    [installation, display] = await Promise.all([createInstallation(options), openPrivateDisplay()]);
  }, 180_000);
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const app of running) if (!app.hasEnded) await showFailure(app, task.name, task.result.errors);
  }, 20_000);
  afterAll(async () => {
    for (const app of running) app.end();
    await display?.stop();
    await installation?.remove();
  });
  return {
    get installation() {
      if (installation === undefined) throw new Error('the world is not set up yet');
      return installation;
    },
    launch: async (wanted) => {
      if (display === undefined) throw new Error('the world is not set up yet');
      const app = await RunningApp.launch({ ...wanted, display: display.name });
      running.push(app);
      return app;
    },
  };
}
