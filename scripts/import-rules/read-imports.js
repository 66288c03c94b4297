import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** @typedef {import('./rules.js').Import} Import */

const sourceFile = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;
const outside = new Set(['node_modules', 'build', 'coverage', 'demo-output', 'naviterm-data']);

/**
 * Every source file of the repository, relative to its root.
 * @param {string} root
 * @returns {string[]}
 */
export function sourceFiles(root) {
  /** @param {string} folder @returns {string[]} */
  const walk = (folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith('.') || outside.has(entry.name) ? [] : walk(path);
      return sourceFile.test(entry.name) ? [path] : [];
    });
  return walk('').toSorted();
}

/**
 * What one file imports: import and export declarations, `import()` and `require()` calls, and types written as
 * `import('…').Name`.
 * @param {string} root
 * @param {string} path relative to root
 * @returns {Import[]}
 */
export function readImports(root, path) {
  const text = readFileSync(join(root, path), 'utf8');
  const { program, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  /** @type {Import[]} */
  const found = [];
  /** @param {number} start @param {unknown} specifier @param {boolean} typeOnly */
  const add = (start, specifier, typeOnly) => {
    const line = text.slice(0, start).split('\n').length;
    if (typeof specifier === 'string')
      found.push({ from: path, line, specifier, ...resolve(root, path, specifier), typeOnly });
    else found.push({ from: path, line, specifier: '', kind: 'computed', to: '', typeOnly });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.start, node.source.value, node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node.start, node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => node.source && add(node.start, node.source.value, node.exportKind === 'type'),
    ImportExpression: (node) => add(node.start, 'value' in node.source ? node.source.value : undefined, false),
    TSImportType: (node) => add(node.start, node.source.value, true),
    TSExternalModuleReference: (node) => add(node.start, node.expression.value, false),
    CallExpression: (node) => {
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'require') return;
      const argument = node.arguments[0];
      add(node.start, argument && 'value' in argument ? argument.value : undefined, false);
    },
  }).visit(program);
  return found;
}

/**
 * @param {string} root
 * @param {string} from
 * @param {string} specifier
 * @returns {Pick<Import, 'kind' | 'to'>}
 */
function resolve(root, from, specifier) {
  if (specifier.startsWith('node:')) return { kind: 'node', to: specifier.slice('node:'.length) };
  if (builtinModules.includes(specifier)) return { kind: 'node', to: specifier };
  if (!specifier.startsWith('.') && !specifier.startsWith('/')) {
    const parts = specifier.split('/');
    return { kind: 'package', to: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
  }
  // A bundler's query such as `?url` is no part of the file's name.
  const to = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  const absolute = join(root, to);
  return existsSync(absolute) && statSync(absolute).isFile() ? { kind: 'file', to } : { kind: 'missing', to };
}
