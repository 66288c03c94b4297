import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readBaseData } from './base-map.ts';
import { buildRegion } from './build-region.ts';
import { regions } from './regions.ts';

const usage = `usage: node cartography/build.ts [${regions.map(({ id }) => id).join('|')}|all]… [--out DIR]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'build/regions' } },
});
const wanted = positionals.length === 0 || positionals.includes('all') ? regions.map(({ id }) => id) : positionals;
const unknown = wanted.filter((id) => !regions.some((region) => region.id === id));
if (unknown.length > 0) {
  process.stderr.write(`no such region: ${unknown.join(', ')}\n${usage}\n`);
  process.exitCode = 2;
} else {
  await buildAll(values.out);
}

async function buildAll(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const data = await readBaseData();
  for (const region of regions.filter(({ id }) => wanted.includes(id))) {
    const started = performance.now();
    const say = (words: string) => process.stderr.write(`${region.id}: ${words}\n`);
    const { totals } = await buildRegion(region, data, folder, say);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(`${totals.addressedTiles} tiles, ${(totals.bytes / 1e6).toFixed(1)} MB in ${seconds} s`);
  }
}
