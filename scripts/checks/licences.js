// The licences of everything that npm installs: `npm run licences`. Exit code 1 for one that is neither allowed nor waived.
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { init } from 'license-checker-rseidelsohn';

const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Unlicense',
]);

/** Packages with another licence: why that is well, and until when before someone looks again. */
const waivers = [
  {
    name: 'lightningcss',
    says: 'MPL-2.0',
    why: "a tool of vitest's, neither changed nor shipped",
    until: '2027-11-30',
  },
  {
    name: 'lightningcss-*',
    says: 'MPL-2.0',
    why: "a tool of vitest's, neither changed nor shipped",
    until: '2027-11-30',
  },
  {
    name: 'spdx-exceptions',
    says: 'CC-BY-3.0',
    why: 'a list that the licence check reads, not shipped',
    until: '2027-11-30',
  },
  {
    name: 'spdx-ranges',
    says: '(MIT AND CC-BY-3.0)',
    why: 'a list that the licence check reads, not shipped',
    until: '2027-11-30',
  },
  { name: '@mapbox/sphericalmercator', says: 'BSD', why: 'its text is that of BSD-3-Clause', until: '2027-11-30' },
];

/** Data in packages and in this repository has its own terms, which npm's metadata does not tell. */
const data = [
  '@mapbox/mvt-fixtures: real-world/osm-qa-* is (c) OpenStreetMap contributors, ODbL 1.0; maps made from it name it and stay under ODbL.',
  'world-atlas: Natural Earth, public domain.',
  'renderer/keyboard/dictionary: made from the IPA dictionary, (c) 2000-2003 Nara Institute of Science and Technology; its notice lies beside it.',
  'renderer/voice/clips: spoken by "HTS Voice Mei" (MMDAgent Project Team, CC-BY-3.0) and cmu_us_slt_arctic_hts (Carnegie Mellon University); their notice lies beside them.',
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = await promisify(init)({ start: root, excludePrivatePackages: true });
const today = new Date().toISOString().slice(0, 10);

/** @param {string} name @param {string} licence */
const isWaived = (name, licence) =>
  waivers.some(
    (waiver) =>
      (waiver.name.endsWith('*') ? name.startsWith(waiver.name.slice(0, -1)) : name === waiver.name) &&
      waiver.says === licence &&
      today <= waiver.until,
  );

/** Every part of `A AND B` has to be allowed, one of `A OR B`. @param {string} licence @returns {boolean} */
const isAllowed = (licence) => {
  const bare = licence.replaceAll(/[()]/g, '');
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every((part) => allowed.has(part.trim())));
};

const found = Object.entries(packages).map(([id, { licenses }]) => ({
  id,
  name: id.slice(0, id.lastIndexOf('@')),
  licence: [licenses ?? 'none'].flat().join(' AND '),
}));
const refused = found.filter(({ name, licence }) => !isAllowed(licence) && !isWaived(name, licence));
for (const { id, licence } of refused) console.error(`${id}: ${licence} is neither allowed nor waived`);
console.log(`${found.length} packages, ${refused.length} with a licence that is not allowed.`);
for (const note of data) console.log(`Data in ${note}`);
process.exitCode = refused.length > 0 || found.length === 0 ? 1 : 0;
