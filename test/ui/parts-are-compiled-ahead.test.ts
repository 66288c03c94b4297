import { expect, test } from 'vitest';
import { useWorld } from './support/world.ts';

const world = useWorld();

test('Electron takes the code that the parts of the main process were compiled to when it was built', async () => {
  const app = await world.launch({ data: await world.installation.terminalFolder('terminal', { stack: false }) });
  const taken = await app.electron.evaluate(({ app: application }) => {
    const require = process.mainModule?.require.bind(process.mainModule) as NodeJS.Require;
    const { readdirSync, readFileSync } = require('node:fs') as typeof import('node:fs');
    const path = require('node:path') as typeof import('node:path');
    const { Script } = require('node:vm') as typeof import('node:vm');
    const { wrap } = require('node:module') as typeof import('node:module');
    const folder = path.join(application.getAppPath(), 'main', 'parts');
    const parts = readdirSync(folder).filter((name) => name.endsWith('.cjs'));
    return parts.map((name) => {
      const cachedData = readFileSync(path.join(folder, `${name}.code`)).subarray(32);
      const script = new Script(wrap(readFileSync(path.join(folder, name), 'utf8')), { filename: name, cachedData });
      return [name, script.cachedDataRejected === true ? 'not taken' : 'taken'] as const;
    });
  });
  expect(taken.map(([name]) => name)).toContain('core.cjs');
  expect(taken.filter(([, what]) => what !== 'taken')).toEqual([]);
  await app.quit();
}, 60_000);
