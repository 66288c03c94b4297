import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('recorder.c', import.meta.url));
const cache = fileURLToPath(new URL('../../../build/power-loss', import.meta.url));

/** Linux alone has what a recording needs. */
export const canRecord = process.platform === 'linux';

export interface RecordOptions {
  /** Whose files are recorded; absolute, without symbolic links. */
  readonly folder: string;
  /** The recording; outside of that folder. */
  readonly log: string;
  /** The change of a file, counted from 1 among those below `below`, at which the process kills itself. */
  readonly kill?: { readonly at: number; readonly below: string };
  /** Nothing is flushed to disk, though the process believes so. */
  readonly withoutSync?: boolean;
}

/** What a process is started with so that it is recorded. */
export function recordedEnvironment({ folder, log, kill, withoutSync = false }: RecordOptions): NodeJS.ProcessEnv {
  return {
    ...process.env,
    LD_PRELOAD: compileRecorder(),
    // Changes that go through a ring in memory are not calls of the C library.
    UV_USE_IO_URING: '0',
    RECORDER_FOLDER: folder,
    RECORDER_LOG: log,
    ...(kill === undefined ? {} : { RECORDER_KILL_AT: String(kill.at), RECORDER_KILL_BELOW: kill.below }),
    ...(withoutSync ? { RECORDER_NO_SYNC: '1' } : {}),
  };
}

/** The recorder as a library, compiled once for each of its versions. */
function compileRecorder(): string {
  const name = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const library = join(cache, `recorder-${process.arch}-${name}.so`);
  if (existsSync(library)) return library;
  mkdirSync(cache, { recursive: true });
  const draft = `${library}.${randomUUID()}`;
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', '-o', draft, source, '-ldl']);
  renameSync(draft, library);
  return library;
}
