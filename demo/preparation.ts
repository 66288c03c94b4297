import { access, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '../src/contract/check.ts';
import { DeviceProvisioning, TerminalConfiguration } from '../src/contract/terminal-configuration.ts';
import { writeAtomically } from '../src/host/atomic-file.ts';
import { decodeJson, encodeJson } from '../src/protocol/bytes.ts';
import { sha256 as sha256Of } from '../src/protocol/hash.ts';
import { buildRegions, operate, regionsFolder, serverProgram } from './server-program.ts';
import type { StepResult, Story } from './steps.ts';

/** Where the demo keeps what it makes. */
export interface DemoFolders {
  readonly servers: string;
  readonly terminal: string;
}

/** What the story's link gives, in bytes per second, and how long its sessions live, in seconds. */
export const linkLimit = 1_000_000;
export const sessionLifetime = 5;

/** What the terminal downloads: a real city, and the world around it. */
export const regions = ['montevideo', 'world'] as const;

const device = { maker: 'demo-maker', model: 'demo-terminal', serial: 'DEMO-000001' };

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Real map data into region packages; they are kept for the next demo. */
export async function prepareRegions(story: Story): Promise<StepResult> {
  let last = 0;
  const built = await buildRegions(regions, (line) => {
    if (performance.now() - last < 2_000) return;
    last = performance.now();
    story.note(line);
  });
  if (built.length === 0) return { outcome: 'skipped', words: 'built before' };
  return { words: built.join(', '), facts: { regions: built } };
}

/** Keys, root, rules and the terminal's configuration; then the limits that this story shows. */
export async function prepareServers(folders: DemoFolders): Promise<StepResult> {
  const configurationFile = join(folders.terminal, 'terminal.json');
  if (await exists(configurationFile)) return { outcome: 'skipped', words: folders.servers };
  if (!(await exists(join(folders.servers, 'terminal.json')))) await operate(folders.servers, 'init');
  await Promise.all([
    operate(folders.servers, 'configure', 'accounts', `sessionLifetime=${sessionLifetime}`),
    operate(folders.servers, 'configure', 'service', `rateLimitBytesPerSecond=${linkLimit}`),
  ]);
  await mkdir(folders.terminal, { recursive: true });
  const content = await readFile(join(folders.servers, 'terminal.json'));
  const configuration = check(
    TerminalConfiguration,
    decodeJson(content, 'configuration.invalid'),
    'configuration.invalid',
  );
  const withStack = { ...configuration, localStack: { program: serverProgram, data: folders.servers } };
  await writeAtomically(configurationFile, encodeJson(withStack));
  return { words: folders.servers };
}

/** The publisher cuts, seals and signs; what is published already is left alone. */
export async function publishRegions(folders: DemoFolders): Promise<StepResult> {
  const before = JSON.parse(await operate(folders.servers, 'maps', 'list')) as { sha256: string }[];
  const published: string[] = [];
  for (const region of regions) {
    const facts: unknown = JSON.parse(await readFile(join(regionsFolder, `${region}.json`), 'utf8'));
    const { names, companions } = facts as Record<'names' | 'companions', Record<string, unknown>>;
    const files = ['pmtiles', ...Object.keys(companions)].map((ending) => join(regionsFolder, `${region}.${ending}`));
    const digests = await Promise.all(files.map(async (file) => sha256Of(await readFile(file))));
    const isPublished = (digest: Uint8Array) =>
      before.some(({ sha256 }) => sha256 === Buffer.from(digest).toString('hex'));
    if (digests.every(isPublished)) continue;
    const answer = await operate(
      folders.servers,
      'maps',
      'publish',
      ...files,
      '--json',
      ...Object.entries(names).flatMap(([language, text]) => ['--name', `${language}=${String(text)}`]),
    );
    if ((JSON.parse(answer) as { changed: boolean }).changed) published.push(region);
  }
  return published.length === 0 ? { outcome: 'skipped' } : { words: published.join(', '), facts: { published } };
}

/** B1: what the maker does at the factory: an identity for one device, handed over in a file that is then deleted. */
export async function provisionDevice(folders: DemoFolders): Promise<DeviceProvisioning> {
  const file = join(folders.terminal, 'device.json');
  await rm(file, { force: true });
  const { maker, model, serial } = device;
  await operate(
    folders.servers,
    'devices',
    'provision',
    '--maker',
    maker,
    '--model',
    model,
    '--serial',
    serial,
    '--out',
    file,
  );
  try {
    return check(
      DeviceProvisioning,
      decodeJson(await readFile(file), 'configuration.invalid'),
      'configuration.invalid',
    );
  } finally {
    await rm(file, { force: true });
  }
}
