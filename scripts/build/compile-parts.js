// Compiles the parts of the main process ahead of time: `ELECTRON_RUN_AS_NODE=1 electron scripts/build/compile-parts.js
// FOLDER`, where FOLDER holds the built main process. Run by the Electron that will run the program, for no other V8 takes
// the code. main/app/compiled-code.ts reads it.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

const [folder = ''] = process.argv.slice(2);
const parts = join(folder, 'parts');
// What is compiled where a part is loaded is compiled ahead, too; so they are loaded here, with nothing behind `electron`.
const data = mkdtempSync(join(tmpdir(), 'naviterm-compile-'));
process.argv = [process.argv[0] ?? '', folder, '--data', data];

/**
 * Stands for all of Electron: whatever is called or made of it is the same again, and no other terminal runs.
 * @type {() => void}
 */
const electron = new Proxy(function nothing() {}, {
  get: (_target, name) => (name === 'requestSingleInstanceLock' ? () => false : electron),
  apply: () => electron,
  construct: () => electron,
});

/** @type {Map<string, { text: Buffer, script: Script }>} */
const compiled = new Map();
const { extensions } = createRequire(import.meta.url);

/** @param {NodeJS.Module} module @param {string} path */
const compile = (module, path) => {
  const text = readFileSync(path);
  // By its name alone, joined: a piece of the path would bring the whole path into the code, which is nobody's business.
  const filename = ['parts', basename(path)].join('/');
  const script = new Script(Module.wrap(text.toString('utf8')), { filename });
  compiled.set(path, { text, script });
  const actual = createRequire(path);
  /** @param {string} name */
  const require = (name) => (name === 'electron' ? electron : actual(name));
  script.runInThisContext().call(module.exports, module.exports, require, module, path, dirname(path));
};

try {
  extensions['.cjs'] = compile;
  const load = createRequire(join(folder, 'main.cjs'));
  load('./main.cjs');
  // The program has its own way of loading parts now, which takes code that is not there yet.
  extensions['.cjs'] = compile;
  for (const name of readdirSync(parts).filter((one) => one.endsWith('.cjs'))) load(`./parts/${name}`);
  for (const [path, { text, script }] of compiled) {
    const hash = createHash('sha256').update(text).digest();
    if (dirname(path) === parts) writeFileSync(`${path}.code`, Buffer.concat([hash, script.createCachedData()]));
  }
} finally {
  rmSync(data, { recursive: true, force: true });
}
