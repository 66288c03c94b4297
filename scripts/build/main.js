// Builds parts of the application: `node scripts/build/main.js ELECTRON main=HASH renderer=HASH`, where ELECTRON is the
// program that will run it. A part's stamp is written last.
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { appFolder } from '../lib/app-build.js';
import { root } from '../lib/repository.js';
import { describeApp } from './description.js';
import { mainBuilds, rendererBuild } from './configurations.js';

const [electron = '', ...named] = process.argv.slice(2);

/** @type {Readonly<Record<string, (draft: string) => Promise<void>>>} */
const parts = {
  main: async (draft) => {
    for (const configuration of mainBuilds(draft)) await build(configuration);
    compileParts(draft);
  },
  renderer: async (draft) => void (await build(rendererBuild(draft))),
};

/** @param {string} folder */
function compileParts(folder) {
  const { status, error } = spawnSync(electron, [join(root, 'scripts', 'build', 'compile-parts.js'), folder], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`${electron} does not compile the application's parts: ${error?.message ?? status}`);
}

// Whoever asks for the build, such as a test: it is the one that people get.
process.env['NODE_ENV'] = 'production';
mkdirSync(appFolder, { recursive: true });
for (const parameter of named) {
  const [name = ''] = parameter.split('=', 1);
  const work = parts[name];
  if (work === undefined) throw new Error(`There is no part ${name}`);
  const started = performance.now();
  const draft = join(root, 'build', `app-${name}-${process.pid}`);
  try {
    await work(draft);
    // While the new one takes the old one's place, no stamp says that there is one.
    rmSync(join(appFolder, `${name}.stamp`), { force: true });
    rmSync(join(appFolder, name), { recursive: true, force: true });
    renameSync(draft, join(appFolder, name));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  writeFileSync(join(appFolder, 'package.json'), describeApp());
  writeFileSync(join(appFolder, `${name}.stamp`), parameter.slice(name.length + 1));
  process.stderr.write(`Built the application's ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
}
