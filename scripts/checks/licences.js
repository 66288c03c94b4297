// The licences of everything that npm installs: `npm run licences`. Exit code 1 for one that is neither allowed nor
// waived, and for a waiver that nobody needs any more.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { init } from 'license-checker-rseidelsohn';
import { judge } from './licence-rules.js';

/** Data in packages and in this repository has its own terms, which npm's metadata does not tell. */
const data = [
  '@mapbox/mvt-fixtures: real-world/osm-qa-* is (c) OpenStreetMap contributors, ODbL 1.0; maps made from it name it and stay under ODbL.',
  'world-atlas: Natural Earth, public domain.',
  'renderer/keyboard/dictionary: made from the IPA dictionary, (c) 2000-2003 Nara Institute of Science and Technology; its notice lies beside it.',
  'renderer/voice/clips: spoken by "HTS Voice Mei" (MMDAgent Project Team, CC-BY-3.0) and cmu_us_slt_arctic_hts (Carnegie Mellon University); their notice lies beside them.',
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const all = await promisify(init)({ start: root, excludePrivatePackages: true });
const product = idsInProduct();

const packages = Object.entries(all).map(([id, { licenses }]) => ({
  id,
  name: id.slice(0, id.lastIndexOf('@')),
  licence: [licenses ?? 'none'].flat().join(' AND '),
  ships: product.has(id),
}));
const { refused, unneeded } = judge(packages, new Date().toISOString().slice(0, 10));
for (const { name, licence, ships } of refused)
  console.error(`${name}, ${ships ? 'in the product' : 'for development'}: ${licence} is neither allowed nor waived`);
for (const name of unneeded) console.error(`${name}: the waiver is not needed any more`);
console.log(
  `${packages.length} packages, ${packages.filter(({ ships }) => ships).length} of them in the product; ` +
    `${refused.length} with a licence that is not allowed, ${unneeded.length} waivers too many.`,
);
for (const note of data) console.log(`Data in ${note}`);
process.exitCode = refused.length > 0 || unneeded.length > 0 || packages.length === 0 ? 1 : 0;

/** What `dependencies` bring along, as the lock has it: what the product is made of, and more. @returns {Set<string>} */
function idsInProduct() {
  /** @type {{ packages: Record<string, { name?: string, version?: string, dev?: boolean }> }} */
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  return new Set(found.map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`));
}
