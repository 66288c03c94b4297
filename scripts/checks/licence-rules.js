// Which licences packages may have: those of what ships inside the product, and those of tools.

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

/**
 * Packages with another licence: why that is well, and until when before someone looks again. What `ships` is part of
 * the product or comes with it; everything else is only ever run by those who develop it.
 * @type {readonly { names: string[], says: string[], ships: boolean, why: string, until: string }[]}
 */
const waivers = [
  {
    names: ['suncalc'],
    says: ['BSD*', 'none'],
    ships: true,
    why: 'its package names no licence; the text in it is that of BSD-2-Clause',
    until: '2027-11-30',
  },
  {
    names: ['lightningcss', 'lightningcss-*'],
    says: ['MPL-2.0'],
    ships: false,
    why: "a tool of the bundler's, unchanged",
    until: '2027-11-30',
  },
  {
    names: ['@axe-core/playwright', 'axe-core'],
    says: ['MPL-2.0'],
    ships: false,
    why: 'looks at the screens in tests, unchanged',
    until: '2027-11-30',
  },
  {
    names: ['spdx-exceptions'],
    says: ['CC-BY-3.0'],
    ships: false,
    why: 'a list that the licence check reads',
    until: '2027-11-30',
  },
  {
    names: ['spdx-ranges'],
    says: ['(MIT AND CC-BY-3.0)'],
    ships: false,
    why: 'a list that the licence check reads',
    until: '2027-11-30',
  },
  {
    names: ['@mapbox/sphericalmercator'],
    says: ['BSD'],
    ships: false,
    why: 'its text is that of BSD-3-Clause',
    until: '2027-11-30',
  },
  {
    names: ['argparse'],
    says: ['Python-2.0'],
    ships: false,
    why: "reads electron-builder's YAML; a licence without conditions on what it is used for",
    until: '2027-11-30',
  },
  {
    names: ['cycle'],
    says: ['UNKNOWN'],
    ships: false,
    why: "in Electronegativity's log; its source says that it is in the public domain",
    until: '2027-11-30',
  },
  {
    names: ['make-plural'],
    says: ['Unicode-DFS-2016'],
    ships: false,
    why: "in Electronegativity's translations; permissive, for Unicode's data",
    until: '2027-11-30',
  },
  {
    names: ['truncate-utf8-bytes'],
    says: ['WTFPL'],
    ships: false,
    why: 'names files for electron-builder; permits everything',
    until: '2027-11-30',
  },
];

/** @typedef {{ name: string, licence: string, ships: boolean }} Package as its own description has it */

/** Every part of `A AND B` has to be allowed, one of `A OR B`. @param {string} licence @returns {boolean} */
const isAllowed = (licence) => {
  const bare = licence.replaceAll(/[()]/g, '');
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every((part) => allowed.has(part.trim())));
};

/** @param {string} pattern @param {string} name */
const fits = (pattern, name) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);

/**
 * @param {Package} found
 * @param {string} today as 2026-01-31
 */
const waiverOf = ({ name, licence, ships }, today) =>
  waivers.find(
    (waiver) =>
      waiver.names.some((pattern) => fits(pattern, name)) &&
      waiver.says.includes(licence) &&
      (waiver.ships || !ships) &&
      today <= waiver.until,
  );

/**
 * @param {readonly Package[]} packages
 * @param {string} today as 2026-01-31
 * @returns {{ refused: Package[], unneeded: string[] }} packages that are neither allowed nor waived; names in waivers
 *   that nothing asks for any more
 */
export function judge(packages, today) {
  const others = packages.filter(({ licence }) => !isAllowed(licence));
  const used = others.map((found) => waiverOf(found, today));
  return {
    refused: others.filter((_found, index) => used[index] === undefined),
    unneeded: waivers.filter((waiver) => !used.includes(waiver)).flatMap(({ names }) => names),
  };
}
