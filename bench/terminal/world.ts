import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensureApp } from '../../scripts/lib/app-build.js';
import { ensureElectron, sandboxArguments } from '../../scripts/lib/electron-runtime.js';
import { ensureElectronPackages } from '../../scripts/lib/system-packages.js';
import type { Bounds } from '../../src/contract/screen/geography.ts';
import type { InstalledRegion } from '../../src/terminal/maps.ts';
import { loadCore } from '../kit/cores.ts';
import { Installation } from '../main-job/installation.ts';
import { openPrivateDisplay } from '../../demo/screen/private-display.ts';
import { startElectron, type Program, type Running } from './electron.ts';
import { barePlaces, sameMap } from './same-map.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const regionsFolder = here('../../build/regions');
const regions = ['montevideo', 'world'] as const;

/** The marks that the pages set. */
export const marks = {
  firstScreen: 'naviterm:first-screen',
  mapDrawn: 'naviterm:map-drawn',
  bareMapDrawn: 'map-drawn',
};

/** Starts after which Chromium has written down what it compiled, and every start is like the next. */
const warmUps = 3;

/** The programs that are compared, on a display of their own. */
export interface World {
  readonly terminal: () => Running;
  readonly emptyWindow: () => Running;
  readonly bareMap: () => Running;
}

let opened: Promise<World & { readonly close: () => Promise<void> }> | undefined;

/** @param say what is being done */
export function openWorld(say: (line: string) => void): Promise<World> {
  opened ??= makeWorld(say);
  return opened;
}

export async function closeWorld(): Promise<void> {
  await (await opened)?.close();
}

async function makeWorld(say: (line: string) => void) {
  await ensureElectronPackages({ display: 'virtual' });
  const electron = await ensureElectron();
  const application = await ensureApp(electron);
  say('publishing Montevideo and the world, and installing them on a terminal with an account');
  const installation = await Installation.create({ port: 17_601 });
  try {
    const { folder, installed } = await installTerminal(installation);
    const display = await openPrivateDisplay();
    installation.alsoStop(display);
    const program = (name: string, parameters: readonly string[], more: Program['environment'] = {}): Program => ({
      electron,
      parameters: [...sandboxArguments(), ...parameters, `--user-data-dir=${join(installation.folder, name)}`],
      environment: { DISPLAY: display.name, WAYLAND_DISPLAY: undefined, NODE_OPTIONS: undefined, ...more },
    });
    const programs = {
      terminal: program('terminal-profile', [
        '--lang=en-US',
        application,
        '--data',
        folder,
        '--allow-unsafe-file-vault',
      ]),
      emptyWindow: program('empty-window', [here('peers/empty-window')]),
      bareMap: program('bare-map', [here('peers/bare-map')], {
        BARE_MAP: await bareMap(installation.folder, installed),
      }),
    };
    const world: World = {
      terminal: () => startElectron(programs.terminal),
      emptyWindow: () => startElectron(programs.emptyWindow),
      bareMap: () => startElectron(programs.bareMap),
    };
    say(`starting each program ${warmUps} times, so that its code is compiled and cached`);
    for (let turn = 0; turn < warmUps; turn += 1) await warmUp(world);
    return { ...world, close: () => installation.remove() };
  } catch (error) {
    await installation.remove();
    throw error;
  }
}

async function warmUp({ terminal, emptyWindow, bareMap: bare }: World): Promise<void> {
  const ours = terminal();
  const page = await ours.page();
  await page.marked(marks.mapDrawn);
  await page.evaluate(`naviterm.call('settings.change', { theme: 'day', language: 'en', voice: false })`);
  await ours.stop();
  const empty = emptyWindow();
  await empty.said(/shown at (\d+)/);
  await empty.stop();
  const map = bare();
  await (await map.page()).marked(marks.bareMapDrawn);
  await map.stop();
}

/** Publishes the regions and installs them. The servers go on running, on the core of the load. */
async function installTerminal(installation: Installation) {
  const cartography = here('../../cartography/build.ts');
  await promisify(execFile)(process.execPath, [cartography, ...regions, '--missing', '--out', regionsFolder]);
  for (const region of regions) {
    const facts = JSON.parse(await readFile(join(regionsFolder, `${region}.json`), 'utf8')) as Facts;
    const files = ['pmtiles', ...Object.keys(facts.companions ?? {})].map((end) =>
      join(regionsFolder, `${region}.${end}`),
    );
    const names = Object.entries(facts.names).flatMap(([language, name]) => ['--name', `${language}=${name}`]);
    await installation.operate('maps', 'publish', ...files, ...names);
  }
  await installation.run(['first-allocation', 'second-allocation', 'authentication', 'accounts', 'service'], loadCore);
  const { terminal, folder, close } = await installation.signedUpTerminal();
  await terminal.service.session();
  for (const region of regions) await terminal.maps.download(region);
  const installed = await terminal.maps.installedRegions();
  await close();
  return { folder, installed };
}

interface Facts {
  readonly names: Readonly<Record<string, string>>;
  readonly companions?: Readonly<Record<string, unknown>>;
}

async function bareMap(folder: string, installed: readonly InstalledRegion[]): Promise<string> {
  const tiles = (id: string) => {
    const region = installed.find((one) => one.id === id);
    const path = region?.files.find(({ kind }) => kind === 'tiles')?.path;
    if (region === undefined || path === undefined) throw new Error(`${id} is not installed`);
    const [west, south, east, north] = region.bounds;
    return { path, bounds: [west, south, east, north] as Bounds };
  };
  const [region, world] = [tiles('montevideo'), tiles('world')];
  await mkdir(folder, { recursive: true });
  const map = join(folder, 'bare-map.json');
  await writeFile(map, JSON.stringify(sameMap(region.bounds)));
  return barePlaces({ world: world.path, region: region.path }, map, here('../../node_modules'));
}
