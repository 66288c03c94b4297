import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkImports, ruleNames } from '../../../scripts/import-rules/check.js';

const repository = join(import.meta.dirname, '../../..');

/** A small house in which every rule is kept. */
const sound = {
  'src/errors/codes.ts': `export const code = 'a';`,
  'src/contract/shape.ts': `import { Type } from 'typebox';\nexport { code } from '../errors/codes.ts';\nexport const shape = Type;`,
  'src/protocol/hash.ts': `import { createHash } from 'node:crypto';\nexport const hash = createHash;`,
  'src/allocation/walk.ts': `export { hash } from '../protocol/hash.ts';`,
  'src/maps/chunks.ts': `export { hash } from '../protocol/hash.ts';`,
  'src/terminal/session.ts': `export { hash } from '../maps/chunks.ts';`,
  'src/host/files.ts': `import { readFile } from 'node:fs/promises';\nexport const read = readFile;`,
  'src/cli/main.ts': `import { Command } from 'commander';\nimport { read } from '../host/files.ts';\nexport const all = [Command, read];`,
  'main/app/start.ts': `import { app } from 'electron';\nimport { read } from '../../src/host/files.ts';\nexport const all = [app, read];`,
  'renderer/views/map.ts': `import type { hash } from '../../src/protocol/hash.ts';\nimport { shape } from '../../src/contract/shape.ts';\nexport const all = shape as typeof hash;`,
  'src/host/http-transport.ts': `export { hash } from '../protocol/hash.ts';`,
  'local-servers/kit/http.ts': `export { hash } from '../../src/host/http-transport.ts';`,
  'local-servers/kit/app.ts': `export { code } from '../../src/errors/codes.ts';`,
  'local-servers/portal/app.ts': `export { code } from '../kit/app.ts';`,
  'local-servers/service/app.ts': `export { hash } from '../../src/maps/chunks.ts';`,
  'local-servers/cli/main.ts': `import '../portal/app.ts';\nimport '../service/app.ts';`,
  'cartography/build.ts': `export { hash } from '../src/maps/chunks.ts';`,
  'demo/main.ts': `export { read } from '../src/host/files.ts';`,
  'bench/session/run.ts': `import '../../local-servers/portal/app.ts';`,
  'test/support/house.ts': `export const house = 1;`,
  'test/unit/a.test.ts': `import '../support/house.ts';\nimport '../../bench/session/run.ts';\nimport '../../demo/main.ts';`,
  'scripts/run.js': `import './set-up.js';\nimport 'node:fs';`,
  'scripts/set-up.js': ``,
  'vitest.config.ts': `import 'vitest/config';`,
};

/** For each rule, files that break it: each a case of its own, and the only rule that it breaks. */
const violations: Record<string, Record<string, string>[]> = {
  'src-imports-only-itself': [
    { 'src/maps/x.ts': `import '../../local-servers/kit/app.ts';` },
    { 'src/host/x.ts': `import { app } from '../../main/app/start.ts';` },
    { 'src/cli/x.ts': `const portal = await import('../../local-servers/portal/app.ts');` },
  ],
  'src-folders-in-order': [
    { 'src/errors/x.ts': `import { shape } from '../contract/shape.ts';` },
    { 'src/contract/x.ts': `import { hash } from '../protocol/hash.ts';` },
    { 'src/protocol/x.ts': `import type { hash } from '../allocation/walk.ts';` },
    { 'src/allocation/x.ts': `export * from '../maps/chunks.ts';` },
    { 'src/maps/x.ts': `export type { hash } from '../terminal/session.ts';` },
    { 'src/terminal/x.ts': `import { read } from '../host/files.ts';` },
    { 'src/terminal/x.ts': `export const read: typeof import('../host/files.ts').read = 1 as never;` },
    { 'src/host/x.ts': `const { all } = await import('../cli/main.ts');` },
  ],
  'src-node-modules': [
    { 'src/errors/x.ts': `import 'node:crypto';` },
    { 'src/contract/x.ts': `import 'node:util';` },
    { 'src/protocol/x.ts': `import { readFile } from 'node:fs/promises';` },
    { 'src/allocation/x.ts': `import type { Socket } from 'net';` },
    { 'src/maps/x.ts': `import 'node:zlib';` },
    { 'src/terminal/x.ts': `import 'crypto';` },
    { 'src/terminal/x.ts': `using timer = null;\nimport fs = require('node:fs');` },
    { 'src/terminal/x.ts': `const fs = require('fs');` },
  ],
  'src-packages': [
    { 'src/protocol/x.ts': `import 'fastify';` },
    { 'src/terminal/x.ts': `import keytar from 'keytar';` },
    { 'src/maps/x.ts': `import '@mapbox/mvt-fixtures/lib/x.js';` },
  ],
  'rooms-apart': [
    { 'main/x.ts': `import '../local-servers/kit/app.ts';` },
    { 'main/x.ts': `import type { all } from '../renderer/views/map.ts';` },
    { 'renderer/x.ts': `import type { all } from '../main/app/start.ts';` },
    { 'renderer/x.ts': `import '../local-servers/kit/app.ts';` },
    { 'local-servers/portal/x.ts': `import '../../main/app/start.ts';` },
    { 'local-servers/cli/x.ts': `import '../../renderer/views/map.ts';` },
    { 'local-servers/service/x.ts': `import '../../cartography/build.ts';` },
    { 'cartography/x.ts': `import '../local-servers/kit/app.ts';` },
    { 'demo/x.ts': `import '../local-servers/cli/main.ts';` },
    { 'demo/x.ts': `import '../cartography/build.ts';` },
  ],
  'servers-without-the-terminal': [
    { 'local-servers/service/x.ts': `import '../../src/terminal/session.ts';` },
    { 'local-servers/kit/x.ts': `import type { hash } from '../../src/terminal/session.ts';` },
    { 'local-servers/cli/x.ts': `import '../../src/cli/main.ts';` },
  ],
  'servers-without-siblings': [
    { 'local-servers/service/x.ts': `import '../portal/app.ts';` },
    { 'local-servers/kit/x.ts': `import '../portal/app.ts';` },
    { 'local-servers/portal/x.ts': `import '../cli/main.ts';` },
  ],
  'servers-reach-no-terminal': [
    {
      'src/host/x.ts': `import { hash } from '../terminal/session.ts';`,
      'local-servers/kit/x.ts': `import '../../src/host/x.ts';`,
    },
  ],
  'electron-in-main': [
    { 'renderer/x.ts': `import { ipcRenderer } from 'electron';` },
    { 'local-servers/kit/x.ts': `import type { App } from 'electron';` },
    { 'src/host/x.ts': `import 'electron/main';` },
  ],
  'nothing-imports-test': [
    { 'src/host/x.ts': `export const x = 1;`, 'demo/x.ts': `import '../test/support/house.ts';` },
    { 'local-servers/kit/x.ts': `import '../../test/support/house.ts';` },
    { 'bench/x.ts': `import '../test/support/house.ts';` },
    { 'main/x.ts': `import '../test/support/house.ts';` },
  ],
  'nothing-imports-bench': [{ 'x.ts': `import './bench/session/run.ts';` }],
  'model-alone': [
    { 'model/x.ts': `import '../src/errors/codes.ts';` },
    { 'model/x.ts': `import 'fastify';` },
    { 'model/y.ts': `export const y = 1;`, 'bench/x.ts': `import '../model/y.ts';` },
  ],
  'scripts-alone': [
    { 'scripts/x.js': `import '../src/errors/codes.ts';` },
    { 'scripts/x.js': `import 'commander';` },
    { 'scripts/lib/x.js': `import 'oxc-parser';` },
    { 'scripts/lib/x.js': `import '../package/y.js';`, 'scripts/package/y.js': `import 'electron-builder';` },
    { 'scripts/import-rules/x.js': `import '../../src/errors/codes.ts';` },
  ],
  'imports-say-what': [
    { 'src/host/x.ts': `const name = './files.ts';\nawait import(name);` },
    { 'local-servers/cli/x.ts': `const role = 'portal';\nawait import(\`../\${role}/app.ts\`);` },
  ],
  'imports-exist': [
    { 'src/errors/x.ts': `import './nowhere.ts';` },
    { 'src/errors/x.ts': `import './codes';` },
    { 'src/errors/x.ts': `import '../errors';` },
  ],
  'files-in-rooms': [{ 'common/x.ts': `export {};` }, { 'src/utilities/x.ts': `export {};` }],
  'no-circles': [
    { 'src/errors/x.ts': `import './y.ts';`, 'src/errors/y.ts': `import './x.ts';` },
    {
      'src/maps/x.ts': `import type { y } from './y.ts';`,
      'src/maps/y.ts': `import './z.ts';`,
      'src/maps/z.ts': `import './x.ts';`,
    },
    { 'src/maps/x.ts': `import './x.ts';` },
  ],
  'renderer-without-node': [
    { 'renderer/x.ts': `import { join } from 'node:path';` },
    { 'renderer/x.ts': `import { hash } from '../src/terminal/session.ts';` },
  ],
};

let house: string;
const build = (files: Record<string, string>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
};

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'house-'));
  build(sound);
});
afterEach(() => rmSync(house, { recursive: true }));

describe('the import rules', () => {
  it('let a sound house pass', () => {
    const { files, findings } = checkImports(house);
    expect(findings).toEqual([]);
    expect(files).toBe(Object.keys(sound).length);
  });

  it('have a planted violation each', () => {
    expect(Object.keys(violations).toSorted()).toEqual(ruleNames.toSorted());
  });

  const cases = Object.entries(violations).flatMap(([rule, houses]) =>
    houses.map((files) => ({ rule, files, what: Object.entries(files).join(', ') })),
  );
  it.each(cases)('$rule catches $what', ({ rule, files }) => {
    build(files);
    expect(new Set(checkImports(house).findings.map((finding) => finding.rule))).toEqual(new Set([rule]));
  });

  it('are kept by this repository', () => {
    expect(checkImports(repository).findings).toEqual([]);
  });

  it('fail the command, with the file and the line', () => {
    build({ 'src/errors/x.ts': `\nimport 'node:fs';` });
    const command = join(repository, 'scripts/import-rules/main.js');
    const broken = spawnSync(process.execPath, [command, house], { encoding: 'utf8' });
    expect(broken.status).toBe(1);
    expect(broken.stderr).toContain('src/errors/x.ts:2 -> fs\n  breaks src-node-modules');
    expect(spawnSync(process.execPath, [command, repository]).status).toBe(0);
  });
});
