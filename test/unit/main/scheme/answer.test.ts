import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { answer, type Served } from '../../../../main/scheme/answer.ts';

const sha256 = 'ab'.repeat(32);
const tiles = 'naviterm://terminal/maps/city/tiles.pmtiles';
let folder: string;
let served: Served;
let damages: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-scheme-'));
  await mkdir(join(folder, 'pages', 'assets'), { recursive: true });
  await writeFile(join(folder, 'pages', 'index.html'), '<!doctype html>');
  await writeFile(join(folder, 'pages', 'assets', 'a.js'), 'export {};');
  await writeFile(join(folder, 'secret'), 'secret');
  await writeFile(join(folder, sha256), 'PMTiles and more');
  served = {
    pages: join(folder, 'pages'),
    findMap: (target) =>
      Promise.resolve(
        {
          'city/tiles.pmtiles': { path: join(folder, sha256), sha256 },
          'city/gone': { path: folder + '/gone', sha256 },
        }[target],
      ),
    onDamage: (target) => void damages.push(target),
  };
});
beforeEach(() => (damages = []));
afterAll(() => rm(folder, { recursive: true }));

// Node's own Request does not know the scheme; Electron's does.
const ask = (url: string, method = 'GET', range?: string) =>
  answer({ url, method, headers: new Headers(range === undefined ? {} : { range }) } as Request, served);

it('serves pages with a policy that lets nothing else in', async () => {
  const page = await ask('naviterm://terminal/');
  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
    200,
    'text/html; charset=utf-8',
    '<!doctype html>',
  ]);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
  expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:|\*/);
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await ask('naviterm://terminal/assets/a.js')).headers.get('content-type')).toMatch(/^text\/javascript/);
});

it('serves maps by byte ranges', async () => {
  const part = await ask(`${tiles}?v=${sha256}`, 'GET', 'bytes=0-6');
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 0-6/16', 'PMTiles']);
  const whole = await ask(tiles);
  expect([whole.status, whole.headers.get('content-length'), await whole.text()]).toEqual([
    200,
    '16',
    'PMTiles and more',
  ]);
  const head = await ask(tiles, 'HEAD');
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '16', '']);
  const beyond = await ask(tiles, 'GET', 'bytes=16-');
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */16']);
});

it('serves the version that is installed, and tells of one that cannot be read', async () => {
  expect((await ask(`${tiles}?v=${'cd'.repeat(32)}`)).status).toBe(404);
  expect(damages).toEqual([]);
  expect((await ask('naviterm://terminal/maps/city/gone')).status).toBe(404);
  expect(damages).toEqual(['city/gone']);
});

it.each([
  ['naviterm://terminal/secret', 'GET', 404],
  ['naviterm://terminal/assets', 'GET', 404],
  ['naviterm://terminal/%2e%2e/secret', 'GET', 404],
  ['naviterm://terminal/maps/other/tiles.pmtiles', 'GET', 404],
  ['naviterm://terminal/', 'POST', 405],
])('refuses %s by %s', async (url, method, status) => {
  const refused = await ask(url, method);
  expect(refused.status).toBe(status);
  expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'");
});
