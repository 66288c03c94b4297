import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testedCore } from '../kit/cores.ts';
import { startProcess } from '../kit/processes.ts';
import type { Installation } from '../main-job/installation.ts';

const program = fileURLToPath(new URL('../../local-servers/cli/main.ts', import.meta.url));
const plantProgram = fileURLToPath(new URL('plant.ts', import.meta.url));

/** Runs a role alone on its core; with a planted difference of so many microseconds where there is one. */
export async function runAlone(installation: Installation, role: string, plantMicroseconds: number): Promise<void> {
  const { data, folder } = installation;
  const log = join(folder, `${role}.log`);
  const environment = { NODE_OPTIONS: `--import ${plantProgram}`, NAVITERM_PLANT: String(plantMicroseconds) };
  const running = await startProcess({
    command: [
      process.execPath,
      program,
      '--data',
      data,
      'run',
      role,
      '--json',
      '--log-file',
      log,
      '--stop-with-parent',
    ],
    core: testedCore,
    ...(plantMicroseconds > 0 ? { environment } : {}),
    isReady: (printed) => printed.includes('"ready":true'),
  });
  installation.alsoStop(running);
}
