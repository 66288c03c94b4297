// What Electronegativity finds in the sources of the application: `npm run electronegativity`. Exit code 1 for a finding
// without a waiver, for a waiver that nothing needs any more, and for a file that it cannot read.
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Findings that are well: why. @type {readonly { check: string, file: string, why: string }[]} */
const waivers = [
  {
    check: 'ELECTRON_VERSION_JSON_CHECK',
    file: 'package.json',
    why: 'only tells that the version stands there; it is the current one',
  },
  {
    check: 'CSP_GLOBAL_CHECK',
    file: 'N/A',
    why: 'it looks for the policy in pages and session hooks; every answer of our scheme carries it (main/scheme/headers.ts)',
  },
  {
    check: 'AUXCLICK_JS_CHECK',
    file: 'main/windows/terminal-window.ts',
    why: 'a middle click could only open a window or lead elsewhere, and both are refused (main/windows/hardening.ts)',
  },
  {
    check: 'PRELOAD_JS_CHECK',
    file: 'main/windows/terminal-window.ts',
    why: 'asks for a look by hand: the preloads pass on named calls and topics, and main checks each call and its sender',
  },
];

/** Our rooms that run in Electron. */
const rooms = ['main', 'renderer'];
/** The oldest that the application runs on: its defaults are the least strict. */
const electronVersion = '25.1.1';

/** @typedef {{ id: string, file: string, location: { line: number }, description: string }} Finding */
/** @typedef {{ issues: Finding[], errors: { file: string, message: string }[], atomicChecks: number }} Outcome */

const root = process.argv[2] ?? fileURLToPath(new URL('../..', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'naviterm-electronegativity-')));
try {
  for (const room of rooms) cpSync(join(root, room), join(folder, room), { recursive: true });
  writeFileSync(join(folder, 'package.json'), readFileSync(join(root, 'package.json')));
  const { issues, errors, atomicChecks } = await examine(folder);
  const isWaived = (/** @type {Finding} */ { id, file }) =>
    waivers.some((waiver) => waiver.check === id && waiver.file === file);
  const findings = issues.filter((found) => !isWaived(found));
  const unneeded = waivers.filter(
    ({ check, file }) => !issues.some((found) => found.id === check && found.file === file),
  );
  for (const { id, file, location, description } of findings)
    console.error(`${file}:${location.line}: ${id}: ${description}`);
  for (const { file, message } of errors) console.error(`${file} cannot be read: ${message}`);
  for (const { check, file } of unneeded) console.error(`${file}: ${check}: the waiver is not needed any more`);
  console.log(
    `${atomicChecks} checks: ${findings.length} findings, ${issues.length - findings.length} more with a waiver, ` +
      `${unneeded.length} waivers too many, ${errors.length} files that cannot be read.`,
  );
  process.exitCode = findings.length + unneeded.length + errors.length > 0 || atomicChecks === 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} input @returns {Promise<Outcome>} files relative to it */
async function examine(input) {
  const require = createRequire(import.meta.url);
  const main = require.resolve('@doyensec/electronegativity');
  const typescript = pathToFileURL(createRequire(main).resolve('typescript')).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      // The parser below it has to meet the compiler that it was written for.
      if (specifier === 'typescript') return { url: typescript, format: 'commonjs', shortCircuit: true };
      // It would ask the network for newer translations.
      if (specifier === 'got') return { url: 'naviterm:no-network', format: 'commonjs', shortCircuit: true };
      return next(specifier, context);
    },
    load: (url, context, next) =>
      url === 'naviterm:no-network'
        ? {
            format: 'commonjs',
            source: "module.exports = () => Promise.reject(new Error('no network'));",
            shortCircuit: true,
          }
        : next(url, context),
  });
  /** @type {(options: object) => Promise<Outcome>} */
  const run = require('@doyensec/electronegativity');
  const say = console.log;
  console.log = () => undefined;
  try {
    return await run({
      input,
      isRelative: true,
      electronVersionOverride: electronVersion,
      // Which versions have faults is asked where dependencies are renewed.
      excludeFromScan: ['AvailableSecurityFixesGlobalCheck'],
    });
  } finally {
    console.log = say;
  }
}
