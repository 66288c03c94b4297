import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const serverProgram = fileURLToPath(new URL('../../local-servers/cli/main.ts', import.meta.url));
const startSeconds = 60;

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `naviterm-server` with these arguments, to its end. */
export const operate = (...args: readonly string[]): Promise<Finished> => operateIn(process.env, ...args);

/** The same in another environment. */
export function operateIn(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [serverProgram, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, stdout, stderr }));
  });
}

/** A process of servers that listens. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly roles: readonly { readonly role: string; readonly url: string }[];
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string | null>;
}

export const runServers = (data: string, ...args: readonly string[]): Promise<ServerProcess> =>
  runServersIn(process.env, data, ...args);

/** The same in another environment. */
export function runServersIn(env: NodeJS.ProcessEnv, data: string, ...args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    [serverProgram, '--data', data, 'run', '--json', '--stop-with-parent', ...args],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      env,
    },
  );
  const ended = new Promise<number | string | null>((resolve) =>
    child.on('exit', (code, signal) => resolve(code ?? signal)),
  );
  return new Promise((resolve, reject) => {
    let stderr = '';
    const late = setTimeout(() => child.kill('SIGKILL'), startSeconds * 1000);
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      clearTimeout(late);
      const { roles } = JSON.parse(text) as Pick<ServerProcess, 'roles'>;
      resolve({ child, roles, ended });
    });
    void ended.then((code) => reject(new Error(`the servers ended with ${code}: ${stderr}`)));
  });
}
