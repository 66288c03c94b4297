import { circles, waysTo } from './graph.js';
import { readImports, sourceFiles } from './read-imports.js';
import { folderOf, roomOf } from './rooms.js';
import { importRules, isHomeless } from './rules.js';

/**
 * @typedef {object} Finding
 * @property {string} rule
 * @property {string} says
 * @property {string} where `path:line`, and the way from there where it is not a single import
 */

/** The rules that look at more than one import. */
const wholeRules = {
  homeless: { rule: 'files-in-rooms', says: 'every source file stands in a room of the house' },
  circle: { rule: 'no-circles', says: 'no file imports itself by way of others' },
  renderer: { rule: 'renderer-without-node', says: 'the renderer reaches no module of Node, not even by way of src' },
  servers: {
    rule: 'servers-reach-no-terminal',
    says: 'no server runs code of src/terminal, not even by way of src/host',
  },
};

/** Names of all rules, for the test that sees each of them caught. */
export const ruleNames = [...importRules.map(({ name }) => name), ...Object.values(wholeRules).map(({ rule }) => rule)];

/** @param {readonly import('./rules.js').Import[]} way */
const inWords = (way) => `${way[0]?.from}:${way[0]?.line} -> ${way.map((step) => step.to).join(' -> ')}`;

/**
 * Checks every source file under `root` against the import rules.
 * @param {string} root
 * @returns {{ files: number, imports: number, findings: Finding[] }}
 */
export function checkImports(root) {
  const files = sourceFiles(root);
  const imports = files.flatMap((file) => readImports(root, file));
  const single = importRules.flatMap(({ name, says, isBrokenBy }) =>
    imports.filter(isBrokenBy).map((found) => ({ rule: name, says, where: inWords([found]) })),
  );
  const homeless = files.filter(isHomeless).map((file) => ({ ...wholeRules.homeless, where: file }));
  const rings = circles(imports).map((ring) => ({ ...wholeRules.circle, where: inWords(ring) }));
  const renderer = waysTo(
    imports,
    (file) => roomOf(file) === 'renderer',
    (found) => found.kind === 'node',
  ).map((way) => ({ ...wholeRules.renderer, where: inWords(way) }));
  const servers = waysTo(
    imports,
    (file) => roomOf(file) === 'local-servers',
    (found) => roomOf(found.from) === 'src' && roomOf(found.to) === 'src' && folderOf(found.to) === 'terminal',
  ).map((way) => ({ ...wholeRules.servers, where: inWords(way) }));
  const findings = [...single, ...homeless, ...rings, ...renderer, ...servers];
  return { files: files.length, imports: imports.length, findings };
}
