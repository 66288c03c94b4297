import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/repository.js';

/** @returns {string} the package.json that Electron reads */
export function describeApp() {
  /** @type {Record<string, unknown>} */
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, version, description, license } = own;
  const facts = { name, productName: 'Naviterm', version, description, license, author: 'Naviterm contributors', private: true, main: 'main/main.cjs' };
  return `${JSON.stringify(facts, undefined, 2)}\n`;
}
