/*
 * Runs the demo as `npm run demo -- --headless --json` does, with a ledger in each of its processes, and lets secrets of
 * this very run out while it downloads. Started by the sniffer, in whose network namespace both have to be.
 *
 *     demo-under-watch.ts FOLDER
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnsafeFileVault } from '../../../src/host/unsafe-file-vault.ts';
import { leak, leakKinds } from './leaks.ts';
import { readLedgers } from './ledger.ts';
import { demoPorts, recordingPaths, type PlantedLeak } from './recording.ts';

const demo = fileURLToPath(new URL('../../../demo/main.ts', import.meta.url));
const preload = new URL('ledger-preload.ts', import.meta.url).href;
const paths = recordingPaths(process.argv[2] ?? '');

await mkdir(paths.ledger, { recursive: true, mode: 0o700 });
const child = spawn(process.execPath, [demo, '--words', '--json', '--data', paths.output], {
  stdio: ['ignore', 'pipe', 'pipe'],
  env: {
    ...process.env,
    NODE_OPTIONS: `--import=${preload}`,
    NAVITERM_TEST_LEDGER: paths.ledger,
    // Whoever runs this may have a keyring: the terminal's secrets are to be found in its folder instead.
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
  },
});
process.on('SIGTERM', () => child.kill('SIGTERM'));
let summary = '';
let planting: Promise<PlantedLeak[]> | undefined;
child.stdout.setEncoding('utf8').on('data', (text: string) => (summary += text));
child.stderr.setEncoding('utf8').on('data', (text: string) => {
  process.stderr.write(text);
  if (text.includes('Downloading')) planting ??= plant();
});
const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? 1)));
await writeFile(paths.summary, summary);
await writeFile(paths.planted, JSON.stringify((await planting) ?? []));
process.exitCode = code;

/** Each kind with another secret, at another server. */
async function plant(): Promise<PlantedLeak[]> {
  const vault = new UnsafeFileVault(join(paths.demo, 'terminal'));
  const keys = (await readLedgers(paths.ledger)).flatMap((process) => process.keys);
  const derived = (label: string) => keys.find((key) => key.label.startsWith(`naviterm/1 ${label}`))?.hex ?? '';
  const secrets = [
    Buffer.from((await vault.get('device-secret')) ?? '', 'base64url'),
    Buffer.from((await vault.get('access-key')) ?? '', 'base64url'),
    Buffer.from(derived('session key'), 'hex'),
    Buffer.from(derived('audience key'), 'hex'),
    Buffer.from((await readFile(join(paths.demo, 'servers', 'master.key'), 'utf8')).trim(), 'base64url'),
  ];
  const ports = await demoPorts(paths.demo);
  const plainPorts = ports.filter((port) => port.protocol === 'http').map(({ port }) => port);
  return Promise.all(
    leakKinds.map(async (kind, index) => {
      const secret = secrets[index % secrets.length] ?? Buffer.alloc(0);
      const port = plainPorts[index % plainPorts.length] ?? 0;
      return { kind: kind.kind, hex: secret.toString('hex'), from: await leak(kind, secret, port) };
    }),
  );
}
