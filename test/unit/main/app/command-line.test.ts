import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readCommandLine } from '../../../../main/app/command-line.ts';

it('reads its own arguments among those of Chromium', () => {
  const line = ['--no-sandbox', 'app', '--data', 'd', '--configuration=c.json', '--kiosk', '--lang=ja'];
  expect(readCommandLine(line, {})).toEqual({
    data: resolve('d'),
    configuration: resolve('c.json'),
    allowUnsafeFileVault: false,
    kiosk: true,
  });
});

it('takes the usual folder where nothing is said', () => {
  expect(readCommandLine([], { NAVITERM_HOME: '/n' })).toMatchObject({ data: '/n', kiosk: false });
  expect(readCommandLine([], { XDG_DATA_HOME: '/x' })).toMatchObject({ data: '/x/naviterm' });
});
