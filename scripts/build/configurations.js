import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { root } from '../lib/repository.js';

// Electron 25 is the oldest that the application runs on: Node 18 in the main process, Chromium 114 in the page.
const nodeTarget = 'node18';
const pageTarget = 'chrome114';

const main = join(root, 'main');
const renderer = join(root, 'renderer');

/** What is there at run time: Electron, Node, and native modules, which bring files of their own. */
const outside = ['electron', 'keytar', 'pcsc-mini', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** @type {import('vite').InlineConfig} */
const common = { configFile: false, envDir: false, root, logLevel: 'warn', publicDir: false };

/**
 * What runs in Node: no file asks for another over the network, and names stay readable in stacks.
 * @param {string} draft the folder
 * @param {Record<string, string>} input
 * @param {boolean} whole in one file
 * @returns {import('vite').InlineConfig}
 */
const nodeBuild = (draft, input, whole) => ({
  ...common,
  // Packages for Node, not for browsers.
  ssr: { noExternal: true, external: outside, target: 'node' },
  resolve: { conditions: ['node', 'module', 'import', 'default'], mainFields: ['module', 'main'] },
  build: {
    ssr: true,
    target: nodeTarget,
    outDir: draft,
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    license: { fileName: `${Object.keys(input).join('-')}.licences.json` },
    rolldownOptions: {
      input,
      external: outside,
      output: {
        format: 'cjs',
        entryFileNames: '[name].cjs',
        chunkFileNames: 'parts/[name].cjs',
        // Electron 25 finds packages in its archive by require() only.
        dynamicImportInCjs: false,
        ...(whole ? { codeSplitting: false } : {}),
      },
    },
  },
});

/**
 * The main process, its workers, and a preload for each level of trust.
 * @param {string} draft
 */
export function mainBuilds(draft) {
  const alone = {
    'preload-screen': join(main, 'preload', 'screen.ts'),
    'preload-trouble': join(main, 'preload', 'trouble.ts'),
    'navigation-worker': join(main, 'navigation', 'worker.ts'),
  };
  return [
    nodeBuild(draft, { main: join(main, 'app', 'main.ts') }, false),
    ...Object.entries(alone)
      .filter(([, path]) => existsSync(path))
      .map(([name, path]) => nodeBuild(draft, { [name]: path }, true)),
  ];
}

/**
 * The pages.
 * @param {string} draft
 * @returns {import('vite').InlineConfig}
 */
export function rendererBuild(draft) {
  const pages = ['index.html', 'trouble.html'].map((name) => join(renderer, name)).filter((path) => existsSync(path));
  return {
    ...common,
    root: renderer,
    base: '/',
    publicDir: existsSync(join(renderer, 'public')) ? join(renderer, 'public') : false,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    // A worker of its own file, which the content security policy lets in.
    worker: { format: 'es' },
    build: {
      target: pageTarget,
      cssTarget: pageTarget,
      outDir: draft,
      emptyOutDir: false,
      sourcemap: false,
      license: { fileName: 'pages.licences.json' },
      modulePreload: { polyfill: false },
      // Nothing becomes a data: address: the policy is to stay short.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4_000,
      rolldownOptions: { input: pages },
    },
  };
}
