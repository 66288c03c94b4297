import { copyFileSync, globSync, mkdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { build } from 'vite';
import { root } from '../lib/repository.js';

const servers = join(root, 'local-servers');
/** The native module, which has files of its own, and Node. */
const outside = ['better-sqlite3', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/**
 * The servers and their operator's program in one file, with the styles and pictures of their pages beside it.
 * @param {string} folder
 */
export async function bundleServers(folder) {
  mkdirSync(folder, { recursive: true });
  await build({
    configFile: false,
    envDir: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [filesBesideRoles()],
    ssr: { noExternal: true, external: outside, target: 'node' },
    resolve: { conditions: ['node', 'module', 'import', 'default'], mainFields: ['module', 'main'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      sourcemap: false,
      license: { fileName: 'servers.licences.json' },
      rolldownOptions: {
        input: { 'naviterm-server': join(servers, 'cli', 'main.ts') },
        external: outside,
        output: { format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
      },
    },
  });
  for (const path of globSync('*/*.{css,svg}', { cwd: servers })) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    copyFileSync(join(servers, path), join(folder, path));
  }
}

/**
 * What a role reads from beside its source lies in a folder of the role's name.
 * @returns {import('vite').Plugin}
 */
const filesBesideRoles = () => ({
  name: 'files-beside-roles',
  transform(code, id) {
    const path = relative(servers, id.split('?')[0] ?? '');
    if (path.startsWith('..') || !code.includes('import.meta.url')) return undefined;
    const role = basename(dirname(path));
    return { code: code.replaceAll('import.meta.url', `new URL('./${role}/', import.meta.url)`), map: null };
  },
});
