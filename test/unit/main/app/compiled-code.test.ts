import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCompiledCode } from '../../../../main/app/compiled-code.ts';

const { extensions } = createRequire(import.meta.url);
const before = extensions['.cjs'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compiled-code-'));
  runCompiledCode();
});

afterEach(() => {
  if (before === undefined) delete extensions['.cjs'];
  else extensions['.cjs'] = before;
  rmSync(folder, { recursive: true });
});

/** Of one length, which is all that V8 compares. */
const part = (says: 'one' | 'two') => `exports.says = '${says}'; exports.place = [__filename, __dirname];`;

function writeCode(path: string, { madeOf, hashed }: { madeOf: string; hashed: string }): void {
  const code = new Script(Module.wrap(madeOf)).createCachedData();
  writeFileSync(`${path}.code`, Buffer.concat([createHash('sha256').update(hashed).digest(), code]));
}

const load = (path: string) => createRequire(join(folder, 'main.cjs'))(path) as { says: string; place: string[] };

test('a part is run from its compiled code', () => {
  const path = join(folder, 'part.cjs');
  writeFileSync(path, part('two'));
  // Code that says something else shows which of the two was run.
  writeCode(path, { madeOf: part('one'), hashed: part('two') });
  expect(load(path).says).toBe('one');
  expect(load(path).place).toEqual([path, folder]);
});

test('code of another text is not run, though it is as long', () => {
  const path = join(folder, 'part.cjs');
  writeFileSync(path, part('two'));
  writeCode(path, { madeOf: part('one'), hashed: part('one') });
  expect(load(path).says).toBe('two');
});

test.each([
  ['none', undefined],
  ['nothing', Buffer.alloc(0)],
  ['a hash alone', createHash('sha256').update(part('one')).digest()],
  ['rubbish behind the hash', Buffer.concat([createHash('sha256').update(part('one')).digest(), Buffer.alloc(500, 7)])],
])('a part whose compiled code is %s is compiled', (_what, code) => {
  const path = join(folder, 'part.cjs');
  writeFileSync(path, part('one'));
  if (code !== undefined) writeFileSync(`${path}.code`, code);
  expect(load(path).says).toBe('one');
});

test('parts load one another, Node’s modules and JSON', () => {
  writeFileSync(join(folder, 'facts.json'), '{"version":3}');
  writeFileSync(join(folder, 'inner.cjs'), 'exports.version = require("./facts.json").version;');
  const outer = join(folder, 'outer.cjs');
  writeFileSync(outer, 'exports.says = require("node:path").join("a", String(require("./inner.cjs").version));');
  expect(load(outer).says).toBe(join('a', '3'));
});
