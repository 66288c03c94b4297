import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { packagedRegions, unpackedPackage } from '../lib/package-build.js';
import { root } from '../lib/repository.js';
import { setFuses } from './fuses.js';
import { drawIcon } from './icon.js';
import { licenceTexts } from './licence-texts.js';
import { partsFolder, stamp } from './parts.js';
import { bundleServers } from './servers-bundle.js';

/**
 * Makes the package beside the one that is there, and puts it into its place.
 * @param {import('./runtime.js').Runtime} runtime
 * @param {string} hash of what it is made of
 */
export async function makePackage(runtime, hash) {
  // Whoever asks for it, such as a test.
  process.env['NODE_ENV'] = 'production';
  await makeParts(runtime);
  const draft = join(root, 'build', `package-${process.pid}`);
  try {
    await build({
      targets: Platform.current().createTarget('dir'),
      projectDir: root,
      publish: 'never',
      config: {
        extends: join(root, 'electron-builder.yml'),
        electronDist: runtime.folder,
        electronVersion: runtime.version,
        directories: { output: draft },
        // Everything is in the bundles, or named in `files`: it is not to collect node_modules.
        beforeBuild: () => Promise.resolve(false),
        afterPack: (context) => finish(context, runtime),
      },
    });
    rmSync(dirname(stamp), { recursive: true, force: true });
    mkdirSync(dirname(stamp), { recursive: true });
    renameSync(join(draft, onlyFolderIn(draft)), unpackedPackage.folder);
    writeFileSync(stamp, hash);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What is packaged beside the application and Electron. @param {import('./runtime.js').Runtime} runtime */
async function makeParts({ folder, node }) {
  rmSync(partsFolder, { recursive: true, force: true });
  const part = (/** @type {string} */ name) => {
    const path = join(partsFolder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const servers = part('servers');
  await bundleServers(servers);
  const maps = part('regions');
  for (const name of globSync(`{${packagedRegions.join(',')}}.*`, { cwd: join(root, 'build', 'regions') }))
    copyFileSync(join(root, 'build', 'regions', name), join(maps, name));
  writeFileSync(join(part('texts'), 'LICENCES.txt'), licenceTexts({ servers, electron: folder, node }));
  for (const name of globSync('*.licences.json', { cwd: servers })) rmSync(join(servers, name));
  await drawIcon(part('pictures'));
}

/** electron-builder calls it by the system and the processor. @param {string} path */
function onlyFolderIn(path) {
  const [folder, ...more] = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (folder === undefined || more.length > 0) throw new Error(`${path} does not hold one folder`);
  return folder.name;
}

/**
 * electron-builder's last step before a package is closed: what the runtime brought along goes, and its fuses are set.
 * @param {import('electron-builder').AfterPackContext} context
 * @param {import('./runtime.js').Runtime} runtime
 */
async function finish({ appOutDir, packager }, { node }) {
  const resources = packager.getResourcesDir(appOutDir);
  rmSync(join(resources, 'default_app.asar'), { force: true });
  // Of a stand-in's own making.
  rmSync(join(appOutDir, '.naviterm'), { force: true });
  // As a package that was downloaded has it.
  const licence = join(appOutDir, 'LICENSE');
  if (existsSync(licence)) renameSync(licence, join(appOutDir, 'LICENSE.electron.txt'));
  if (node !== undefined) {
    mkdirSync(join(resources, 'node'), { recursive: true });
    copyFileSync(node, join(resources, 'node', 'node'));
    chmodSync(join(resources, 'node', 'node'), 0o755);
  }
  await setFuses(join(appOutDir, unpackedPackage.program));
}
