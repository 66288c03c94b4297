import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Disk } from '../../../support/power-loss/disk.ts';
import { writeImage, type CrashKind } from '../../../support/power-loss/image.ts';
import { SeededRandom } from '../../../support/power-loss/random.ts';
import type { Step } from '../../../support/power-loss/recording.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const create = (handle: string, path: string): Step => ({ kind: 'opened', handle, path, isNew: true, isCut: false });
const look = (handle: string, path: string): Step => ({ kind: 'opened', handle, path, isNew: false, isCut: false });
const write = (handle: string, text: string, offset = 0): Step => ({
  kind: 'written',
  handle,
  offset,
  bytes: Buffer.from(text),
});
const sync = (handle: string): Step => ({ kind: 'synced', handle });

/** What is at `path` after these steps and a crash. */
function after(steps: readonly Step[], kind: CrashKind, path: string, seed = 1): string | undefined {
  const disk = new Disk('/disk');
  for (const step of steps) disk.apply(step);
  const image = join(folder, `${kind}-${seed}`);
  rmSync(image, { recursive: true, force: true });
  writeImage(disk, kind, new SeededRandom(seed), image);
  const found = join(image, path);
  return existsSync(found) ? readFileSync(found, 'latin1') : undefined;
}

/** All that many crashes of a kind leave at `path`. */
const outcomes = (steps: readonly Step[], kind: CrashKind, path: string) =>
  new Set(Array.from({ length: 60 }, (_, seed) => after(steps, kind, path, seed)));

it('keeps a name from its folder’s flush on, and bytes from the file’s', () => {
  const steps = [create('1', '/disk/a'), write('1', 'one'), sync('1')];
  expect(after(steps, 'dropped', 'a')).toBeUndefined();
  expect(after(steps, 'killed', 'a')).toBe('one');
  expect(after([...steps, look('2', '/disk'), sync('2')], 'dropped', 'a')).toBe('one');
  const named = [create('1', '/disk/a'), look('2', '/disk'), sync('2'), write('1', 'one')];
  expect(after(named, 'dropped', 'a')).toBe('');
  expect(after(named, 'names', 'a')).toBe('\0\0\0');
});

it('has the old file or the new one while a rename is not flushed', () => {
  const flush = [look('2', '/disk'), sync('2')];
  const old = [create('1', '/disk/a'), write('1', 'old'), sync('1'), ...flush];
  const renamed: Step = { kind: 'renamed', path: '/disk/a.tmp', to: '/disk/a' };
  const steps = [...old, create('3', '/disk/a.tmp'), write('3', 'new'), sync('3'), renamed];
  for (const kind of ['torn', 'journal'] as const) expect(outcomes(steps, kind, 'a')).toEqual(new Set(['old', 'new']));
  expect(after([...steps, ...flush], 'dropped', 'a')).toBe('new');
  const unflushed = [...old, create('3', '/disk/a.tmp'), write('3', 'new'), renamed];
  expect(outcomes(unflushed, 'torn', 'a')).toContain('');
});

it('never loses a file between two folders', () => {
  const steps: Step[] = [
    { kind: 'made-folder', path: '/disk/from' },
    { kind: 'made-folder', path: '/disk/to' },
    look('0', '/disk'),
    sync('0'),
    create('1', '/disk/from/a'),
    write('1', 'x'),
    sync('1'),
    look('2', '/disk/from'),
    sync('2'),
    { kind: 'renamed', path: '/disk/from/a', to: '/disk/to/a' },
  ];
  const lost = Array.from({ length: 60 }, (_, seed) => seed).filter(
    (seed) => after(steps, 'torn', 'from/a', seed) === undefined && after(steps, 'torn', 'to/a', seed) === undefined,
  );
  expect(lost).toEqual([]);
  expect(after([...steps, sync('2')], 'dropped', 'to/a')).toBe('x');
});

it('tears a write that was not flushed, and only that', () => {
  const [first, second] = ['a'.repeat(2048), 'b'.repeat(2048)];
  const flush = [sync('1'), look('2', '/disk'), sync('2')];
  const steps = [create('1', '/disk/a'), write('1', first), ...flush, write('1', second, 1024)];
  const found = outcomes(steps, 'torn', 'a');
  expect(found.size).toBeGreaterThan(4);
  for (const text of found) expect(text).toMatch(/^a{1024}[ab]{1024}(b|\0)*$/);
});

it('has nothing of a folder whose own name is not on disk', () => {
  const steps: Step[] = [
    { kind: 'made-folder', path: '/disk/in' },
    create('1', '/disk/in/a'),
    sync('1'),
    look('2', '/disk/in'),
    sync('2'),
  ];
  expect(after(steps, 'dropped', 'in/a')).toBeUndefined();
  expect(after([...steps, look('3', '/disk'), sync('3')], 'dropped', 'in/a')).toBe('');
});
