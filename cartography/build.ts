import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readBaseData } from './base-map.ts';
import { buildRegion, mapVersion, type RegionDescription } from './build-region.ts';
import { companionBuilders } from './companions.ts';
import { regions } from './regions.ts';

const usage = `usage: node cartography/build.ts [${regions.map(({ id }) => id).join('|')}|all]… [--out DIR] [--missing]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'build/regions' }, missing: { type: 'boolean', default: false } },
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
  const due: string[] = [];
  for (const id of wanted) if (!values.missing || !(await isBuilt(folder, id))) due.push(id);
  if (due.length === 0) return;
  const data = await readBaseData();
  for (const region of regions.filter(({ id }) => due.includes(id))) {
    const started = performance.now();
    const say = (words: string) => process.stderr.write(`${region.id}: ${words}\n`);
    const { totals } = await buildRegion(region, data, folder, say);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(`${totals.addressedTiles} tiles, ${(totals.bytes / 1e6).toFixed(1)} MB in ${seconds} s`);
    process.stdout.write(`${region.id}\n`);
  }
}

/** Whether a region is there as this version makes it, with all its files. */
async function isBuilt(folder: string, id: string): Promise<boolean> {
  try {
    const text = await readFile(join(folder, `${id}.json`), 'utf8');
    const { version, companions = {} } = JSON.parse(text) as Partial<RegionDescription>;
    const isCity = regions.some((region) => region.id === id && region.kind === 'city');
    const endings = isCity ? Object.keys(companionBuilders) : [];
    for (const ending of ['pmtiles', ...endings]) await access(join(folder, `${id}.${ending}`));
    return version === mapVersion && endings.every((ending) => ending in companions);
  } catch {
    return false;
  }
}
