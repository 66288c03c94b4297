import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadCore, onCore } from './cores.ts';

const script = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** Writes requests, as they go over the line, into the file that `sendWithWrk` takes. */
export async function writeRequests(path: string, requests: readonly string[]): Promise<void> {
  await writeFile(
    path,
    requests.map((request) => String(Buffer.byteLength(request)).padStart(8, '0') + request).join(''),
  );
}

export interface WrkOptions {
  /** Where the server listens: `http://127.0.0.1:7401`. */
  readonly url: string;
  readonly requests: string;
  readonly connections: number;
  readonly seconds: number;
}

/** Sends requests for that long, each connection one at a time. @returns how many were answered. @throws Error if any was refused */
export async function sendWithWrk({ url, requests, connections, seconds }: WrkOptions): Promise<number> {
  const wrk = ['wrk', '--threads', '1', '--connections', String(connections), '--duration', `${Math.ceil(seconds)}s`];
  const [program, ...parameters] = [...onCore(loadCore), ...wrk, '--script', script, url, '--', requests];
  const { stdout } = await promisify(execFile)(program, parameters);
  const [, json] = /^JSON (.*)$/m.exec(stdout) ?? [];
  if (json === undefined) throw new Error(`wrk printed no result: ${stdout}`);
  const result = JSON.parse(json) as { requests: number; broken: number; refused: number };
  if (result.requests === 0 || result.refused > 0 || result.broken > 0) {
    throw new Error(`of ${result.requests} requests ${result.refused} were refused and ${result.broken} broke off`);
  }
  return result.requests;
}
