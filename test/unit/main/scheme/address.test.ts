import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mapAddress, readAddress } from '../../../../main/scheme/address.ts';

const digest = 'ab'.repeat(32);

it('leads to pages and to installed maps', () => {
  expect(readAddress('naviterm://terminal/')).toEqual({ kind: 'page', path: ['index.html'] });
  expect(readAddress('naviterm://terminal/assets/a-1.js?x#y')).toEqual({ kind: 'page', path: ['assets', 'a-1.js'] });
  expect(readAddress(mapAddress('city/tiles.pmtiles', digest))).toEqual({
    kind: 'map',
    target: 'city/tiles.pmtiles',
    version: digest,
  });
  expect(readAddress('naviterm://terminal/maps/city/tiles.pmtiles')).toMatchObject({ version: undefined });
});

it.each([
  'https://terminal/index.html',
  'naviterm://elsewhere/index.html',
  'naviterm://terminal',
  'naviterm://terminal/../main/main.cjs',
  'naviterm://terminal/%2e%2e/main/main.cjs',
  'naviterm://terminal/..%2fmain/main.cjs',
  String.raw`naviterm://terminal/..\main\main.cjs`,
  'naviterm://terminal/.hidden',
  'naviterm://terminal/a//b',
  'naviterm://terminal/a/',
  'naviterm://terminal/a\0b',
  'naviterm://terminal/maps/city',
  'naviterm://terminal/maps/city/a/b',
  'naviterm://terminal/maps/city/tiles.pmtiles?v=..',
  `naviterm://terminal/${'a'.repeat(3_000)}`,
])('leads nowhere: %s', (text) => {
  expect(readAddress(text)).toBeUndefined();
});

it('never leads out of its folder', () => {
  const piece = fc.constantFrom('..', '.', '/', '\\', '%2f', '%2e', 'maps', 'a', '\0', ':', '?', '#');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const found = readAddress(`naviterm://terminal/${pieces.join('')}`);
      const segments = found?.kind === 'page' ? found.path : (found?.target.split('/') ?? []);
      for (const segment of segments) expect(segment).toMatch(/^[A-Za-z0-9_~-][A-Za-z0-9._~@-]*$/);
    }),
  );
});
