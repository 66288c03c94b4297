// Makes the unpacked package of the terminal: `node scripts/package/main.js ELECTRON`. The application and the regions
// are built by then. What has not changed since is not made again, but looked through again.
import { existsSync, readFileSync } from 'node:fs';
import { say, SetUpError } from '../lib/repository.js';
import { withSetUpLock } from '../lib/set-up-lock.js';
import { unpackedPackage } from '../lib/package-build.js';
import { checkPackage, sizeOf } from './check-package.js';
import { hashOfParts, stamp } from './parts.js';
import { describeRuntime, findRuntime } from './runtime.js';

const [electron] = process.argv.slice(2);
if (electron === undefined) throw new Error('Usage: node scripts/package/main.js ELECTRON');

try {
  await withSetUpLock(() => ensure(electron));
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

/** @param {string} program */
async function ensure(program) {
  const started = performance.now();
  const runtime = findRuntime(program);
  const hash = hashOfParts(runtime);
  const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (!isCurrent) {
    say(`Packaging the terminal with ${describeRuntime(runtime)} …`);
    // Loaded only here: it takes longer than to see that nothing is to be made.
    const { makePackage } = await import('./make-package.js');
    await makePackage(runtime, hash);
  }
  const { folder } = unpackedPackage;
  const faults = await checkPackage(folder, { withNode: runtime.node !== undefined });
  for (const fault of faults) say(`  ${fault}`);
  if (faults.length > 0) throw new SetUpError(`${folder}: ${faults.length} faults.`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(
    `${folder}: ${describeRuntime(runtime)}, ${Math.round(sizeOf(folder) / 1e6)} MB, ` +
      `${isCurrent ? 'unchanged, looked through' : 'made'} in ${seconds} s; nothing foreign is in it, nothing is missing.`,
  );
}
