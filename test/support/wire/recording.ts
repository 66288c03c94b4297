import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readLedgers, type ProcessLedger } from './ledger.ts';
import { readStreams, type Stream } from './streams.ts';

/** Where a recording keeps its parts. */
export const recordingPaths = (folder: string) => ({
  output: join(folder, 'demo'),
  /** Below what the demo is told to use: that of the story in words. */
  demo: join(folder, 'demo', 'words'),
  ledger: join(folder, 'ledger'),
  summary: join(folder, 'summary.json'),
  planted: join(folder, 'planted.json'),
  capture: join(folder, 'capture.pcap'),
  report: join(folder, 'capture.json'),
});

export interface PlantedLeak {
  readonly kind: string;
  readonly hex: string;
  /** `address:port` of the connection that carries it. */
  readonly from: string;
}

export interface DemoPort {
  readonly role: string;
  readonly port: number;
  readonly protocol: 'http' | 'https' | 'smtp';
}

interface RoleFile {
  readonly role: string;
  readonly listen: { readonly port: number };
  readonly baseUrl: string;
  readonly settings: { readonly smtp?: { readonly port: number } };
}

const roles = [
  'first-allocation',
  'second-allocation',
  'authentication',
  'accounts',
  'service',
  'portal',
  'mailbox',
] as const;

/** Every port on which the demo's servers listen. */
export async function demoPorts(demo: string): Promise<DemoPort[]> {
  const found = roles.map(async (role): Promise<DemoPort[]> => {
    const file = JSON.parse(await readFile(join(demo, 'servers', role, 'role.json'), 'utf8')) as RoleFile;
    const protocol = file.baseUrl.startsWith('https:') ? 'https' : 'http';
    const { smtp } = file.settings;
    return [
      { role, port: file.listen.port, protocol },
      ...(smtp === undefined ? [] : [{ role, port: smtp.port, protocol: 'smtp' as const }]),
    ];
  });
  return (await Promise.all(found)).flat();
}

/** A whole run of the demo as somebody on the line saw it, and what its own processes say about it. */
export interface Recording {
  readonly demo: string;
  readonly streams: readonly Stream[];
  /** The kernel's word: packets that were heard, lost, and cut short. */
  readonly heard: { readonly packets: number; readonly lost: number; readonly truncated: number };
  readonly ledgers: readonly ProcessLedger[];
  readonly ports: readonly DemoPort[];
  readonly planted: readonly PlantedLeak[];
  readonly summary: { readonly outcome: string };
}

const sniffer = fileURLToPath(new URL('sniff.py', import.meta.url));
const program = fileURLToPath(new URL('demo-under-watch.ts', import.meta.url));

/**
 * Runs the demo under the sniffer, its files under `folder`: in a network namespace of its own where the system gives us
 * one (to root, or to anybody who may have a user namespace), so that nobody else's traffic is heard; beside everybody
 * else's where it does not but listening is allowed (to root in a container).
 * @throws where neither is: nothing else would show as much
 */
export async function recordDemo(folder: string): Promise<Recording> {
  const paths = recordingPaths(folder);
  const command = ['python3', sniffer, paths.capture, paths.report, '--', process.execPath, program, folder];
  const words: string[] = [];
  // The capture's file is there as soon as the sniffer listens.
  for (const before of [['unshare', '--net'], ['unshare', '--net', '--map-root-user'], []]) {
    if (existsSync(paths.capture)) break;
    const ended = await run([...before, ...command]);
    words.push(ended.words);
    if (ended.code === 0) return readRecording(folder);
  }
  const needs = existsSync(paths.capture)
    ? ''
    : 'It needs python3, and user namespaces (unshare --net --map-root-user) or the capability CAP_NET_RAW (root has it).\n';
  throw new Error(`the demo was not recorded. ${needs}${words.join('')}`);
}

async function readRecording(folder: string): Promise<Recording> {
  const paths = recordingPaths(folder);
  const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  return {
    demo: paths.demo,
    streams: readStreams(await readFile(paths.capture)),
    heard: (await json(paths.report)) as Recording['heard'],
    ledgers: await readLedgers(paths.ledger),
    ports: await demoPorts(paths.demo),
    planted: (await json(paths.planted)) as PlantedLeak[],
    summary: (await json(paths.summary)) as Recording['summary'],
  };
}

function run([command = '', ...args]: readonly string[]): Promise<{ code: number | null; words: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const stop = () => void child.kill('SIGTERM');
    process.once('exit', stop);
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4_000)));
    child.on('error', ({ message }) => (words += `${message}\n`));
    child.on('close', (code) => {
      process.off('exit', stop);
      resolve({ code, words });
    });
  });
}
