import { app, utilityProcess } from 'electron';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { launchWith, type ServerProcess } from '../../src/host/local-stack.ts';

/** What the servers' native modules are built for. */
const neededNodeApi = 10;
/** Milliseconds for what a process wrote last, once it has ended. */
const lastWordsWithin = 1_000;

/**
 * How the servers are started here: in a utility process where this Electron's Node can load their native modules, and
 * otherwise by the Node that is packaged with it, that `NAVITERM_NODE` names, or the first one on the path.
 */
export function chooseLaunch(): (program: string, parameters: readonly string[]) => ServerProcess {
  const nodeApi = Number(process.versions['napi'] ?? process.versions['node_api_version'] ?? 0);
  return nodeApi >= neededNodeApi ? inUtilityProcess : launchWith(findNode());
}

function findNode(): string {
  const packaged = join(process.resourcesPath, 'node', 'node');
  return app.isPackaged && existsSync(packaged) ? packaged : (process.env['NAVITERM_NODE'] ?? 'node');
}

/** Chromium ends a utility process with the one that made it, however that ends. */
function inUtilityProcess(program: string, parameters: readonly string[]): ServerProcess {
  const child = utilityProcess.fork(program, [...parameters], { stdio: 'pipe', serviceName: 'naviterm-server' });
  let ended: string | undefined;
  const ends: ((how: string) => void)[] = [];
  child.once('exit', (code) => {
    void lastWords(child.stdout).then(() => {
      ended = `ended with code ${code}`;
      for (const listener of ends.splice(0)) listener(ended);
    });
  });
  const listen = (stream: NodeJS.ReadableStream | null, listener: (text: string) => void) =>
    void stream?.setEncoding('utf8').on('data', listener);
  return {
    onOutput: (listener) => listen(child.stdout, listener),
    onComplaint: (listener) => listen(child.stderr, listener),
    onEnd: (listener) => void (ended === undefined ? ends.push(listener) : listener(ended)),
    end: () => void child.kill(),
    kill: () => void (child.pid !== undefined && process.kill(child.pid, 'SIGKILL')),
  };
}

/** What a process wrote may arrive after the news of its end. */
const lastWords = (stream: NodeJS.ReadableStream | null): Promise<void> =>
  new Promise((resolve) => {
    if (stream === null || !stream.readable) return resolve();
    setTimeout(resolve, lastWordsWithin);
    stream.once('end', resolve);
    stream.once('close', resolve);
  });
