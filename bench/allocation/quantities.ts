import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { testedCore } from '../kit/cores.ts';
import type { QuantityDefinition } from '../kit/question.ts';
import { loadedSide } from './look-ups.ts';
import { openWorld, type AllocationServer } from './world.ts';

const mebibyte = 1024 * 1024;
/** Seconds of load after which a server's memory is looked at. */
const loadSeconds = 5;

export const importTime: QuantityDefinition = {
  name: 'import-time',
  what: 'import of the large table by the operator’s command',
  unit: 's',
  measure: async (preparing) => [(await openWorld(preparing)).imported.seconds],
};

export const importMemory: QuantityDefinition = {
  name: 'import-memory',
  what: 'resident memory of that command at its highest',
  unit: 'MiB',
  atMost: 300,
  measure: async (preparing) => [(await openWorld(preparing)).imported.peakBytes / mebibyte],
};

export const startTime: QuantityDefinition = {
  name: 'start-time',
  what: 'start of the server with the large table, until it listens',
  unit: 's',
  atMost: 5,
  async measure(preparing, runs) {
    const { manyRules } = await openWorld(preparing);
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const started = performance.now();
      const process = await manyRules.installation.run(['second-allocation'], testedCore);
      times.push((performance.now() - started) / 1000);
      await process.stop();
    }
    return times;
  },
};

export const residentBytes: QuantityDefinition = {
  name: 'resident-bytes',
  what: 'memory that a rule takes in the server: what it holds beyond a server with one rule, after the same load',
  unit: 'bytes',
  async measure(preparing) {
    const { oneRule, manyRules } = await openWorld(preparing);
    const difference = (await residentAfterLoad(manyRules)) - (await residentAfterLoad(oneRule));
    preparing.say(`${(difference / mebibyte).toFixed(1)} MiB for all`);
    return [Math.max(0, difference) / manyRules.rules];
  },
};

async function residentAfterLoad(server: AllocationServer): Promise<number> {
  const { process, side } = await loadedSide('server', server);
  await side.measure(loadSeconds);
  const { resident } = process.memory();
  await process.stop();
  return resident;
}

export const bytesOnDisk: QuantityDefinition = {
  name: 'disk-bytes',
  what: 'bytes that a rule takes on disk, with everything that the import left',
  unit: 'bytes',
  async measure(preparing) {
    const { manyRules, csvBytes } = await openWorld(preparing);
    preparing.say(`${(csvBytes / manyRules.rules).toFixed(0)} bytes a rule as CSV`);
    const folder = join(manyRules.installation.data, 'second-allocation');
    const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
    return [sizes.reduce((sum, size) => sum + size, 0) / manyRules.rules];
  },
};
