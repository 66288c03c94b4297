import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { judge } from '../checks/licence-rules.js';
import { appFolder } from '../lib/app-build.js';
import { root, SetUpError } from '../lib/repository.js';

/** @typedef {{ name: string, version: string, identifier: string | null, text?: string | null }} Bundled as Vite lists it */

/** Packages that are in the program, but not in a bundle: native modules, and fonts that styles name. */
const beside = ['keytar', 'better-sqlite3', '@fontsource/noto-sans', '@fontsource/noto-sans-jp'];

/** Of packages that come without their licence's text: whose they are. */
const holders = new Map([
  ['abstract-logging', 'Copyright (c) James Sumners'],
  ['pmtiles', 'Copyright 2021 Protomaps LLC'],
]);

/** What is neither a package of npm nor our own. */
const data = [
  'Maps of cities: (c) OpenStreetMap contributors, Open Database License (ODbL) 1.0, https://www.openstreetmap.org/copyright',
  'Map of the world: Natural Earth, public domain, https://www.naturalearthdata.com/',
];

const read = (/** @type {string[]} */ ...path) => readFileSync(join(root, ...path), 'utf8').trim();

/**
 * The licences of everything in the package, as one text.
 * @param {{ servers: string, electron: string, node: string | undefined }} parts folders of the bundled servers and of
 *   Electron; the Node program that goes in
 * @throws {SetUpError} for a package whose licence is not known
 */
export function licenceTexts({ servers, electron, node }) {
  const sections = [
    section('Naviterm', 'Apache-2.0', read('LICENSE')),
    section('Map data', '', data.join('\n')),
    section('Dictionary of the keyboard', '', read('renderer', 'keyboard', 'dictionary', 'LICENCE.txt')),
    section('Recorded voice', '', read('renderer', 'voice', 'clips', 'LICENCE.txt')),
    section(
      'Electron, with Chromium and Node.js',
      'MIT',
      `${electronText(electron)}\n\nThe licences of what is in Chromium are in LICENSES.chromium.html, beside the program.`,
    ),
    ...(node === undefined ? [] : [section('Node.js', 'MIT and others', nodeText(node))]),
    ...packages(servers).map(({ name, version, identifier, text }) =>
      section(`${name} ${version}`, identifier ?? '', text ?? ''),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** @param {string} title @param {string} licence @param {string} text */
const section = (title, licence, text) =>
  [title + (licence === '' ? '' : ` (${licence})`), '-'.repeat(78), text].join('\n');

/** @param {string} folder */
function electronText(folder) {
  // The name in an installed Electron, and the one that packagers give it.
  const path = ['LICENSE', 'LICENSE.electron.txt'].map((name) => join(folder, name)).find((one) => existsSync(one));
  if (path === undefined) throw new SetUpError(`${folder} has no licence.`);
  return readFileSync(path, 'utf8').trim();
}

/** @param {string} program */
function nodeText(program) {
  const places = [join(dirname(program), '..', 'LICENSE'), join(dirname(program), 'LICENSE')];
  const path = places.find((one) => existsSync(one));
  if (path === undefined) throw new SetUpError(`There is no licence beside ${program}.`);
  return readFileSync(path, 'utf8').trim();
}

/** @param {string} servers @returns {Bundled[]} each once, by name */
function packages(servers) {
  const lists = [
    ...globSync('*/*.licences.json', { cwd: appFolder }).map((path) => join(appFolder, path)),
    ...globSync('*.licences.json', { cwd: servers }).map((path) => join(servers, path)),
  ];
  if (lists.length < 3) throw new SetUpError('The bundles do not say what is in them; build them anew.');
  const all = [
    ...lists.flatMap((path) => /** @type {Bundled[]} */ (JSON.parse(readFileSync(path, 'utf8')))),
    ...beside.map(installed),
  ].map(withText);
  refuse(all);
  const once = new Map(all.map((one) => [`${one.name} ${one.version}`, one]));
  return [...once.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is in the bundles is under the same rules as what npm installs. @param {readonly Bundled[]} all */
function refuse(all) {
  const shipped = all.map(({ name, identifier }) => ({ name, licence: identifier ?? 'none', ships: true }));
  const { refused } = judge(shipped, new Date().toISOString().slice(0, 10));
  const words = refused.map(({ name, licence }) => `${name} (${licence})`);
  if (words.length > 0) throw new SetUpError(`In the package, and not allowed: ${words.join(', ')}.`);
}

/** @param {string} name @returns {Bundled} */
function installed(name) {
  const folder = join(root, 'node_modules', name);
  /** @type {{ version: string, license: string }} */
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const [file] = globSync('LICEN[CS]E*', { cwd: folder });
  return {
    name,
    version,
    identifier: license,
    text: file === undefined ? null : readFileSync(join(folder, file), 'utf8'),
  };
}

/** @param {Bundled} bundled @returns {Bundled} */
function withText(bundled) {
  const { name, identifier, text } = bundled;
  if (typeof text === 'string' && text.trim() !== '') return { ...bundled, text: text.trim() };
  const holder = holders.get(name);
  const common = standardTexts.get(identifier ?? '');
  if (holder === undefined || common === undefined)
    throw new SetUpError(`${name} (${identifier}) comes without its licence; say whose it is in licence-texts.js.`);
  return { ...bundled, text: `${holder}\n\n${common}` };
}

const disclaimer = (/** @type {string} */ whose) =>
  `THIS SOFTWARE IS PROVIDED BY ${whose} "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, ` +
  'THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE ' +
  'COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR ' +
  'CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, ' +
  'DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, ' +
  'STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, ' +
  'EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.';

const standardTexts = new Map([
  [
    'MIT',
    'Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated ' +
      'documentation files (the "Software"), to deal in the Software without restriction, including without limitation ' +
      'the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and ' +
      'to permit persons to whom the Software is furnished to do so, subject to the following conditions:\n\nThe above ' +
      'copyright notice and this permission notice shall be included in all copies or substantial portions of the ' +
      'Software.\n\nTHE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT ' +
      'NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO ' +
      'EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ' +
      'ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR ' +
      'OTHER DEALINGS IN THE SOFTWARE.',
  ],
  [
    'BSD-3-Clause',
    'Redistribution and use in source and binary forms, with or without modification, are permitted provided that the ' +
      'following conditions are met:\n\n1. Redistributions of source code must retain the above copyright notice, this ' +
      'list of conditions and the following disclaimer.\n\n2. Redistributions in binary form must reproduce the above ' +
      'copyright notice, this list of conditions and the following disclaimer in the documentation and/or other ' +
      'materials provided with the distribution.\n\n3. Neither the name of the copyright holder nor the names of its ' +
      'contributors may be used to endorse or promote products derived from this software without specific prior ' +
      `written permission.\n\n${disclaimer('THE COPYRIGHT HOLDERS AND CONTRIBUTORS')}`,
  ],
]);
