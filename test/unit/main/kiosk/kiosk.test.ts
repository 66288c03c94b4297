import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { initialState } from '../../../../main/app/initial-state.ts';
import { StateBoard } from '../../../../main/app/state-board.ts';
import { Kiosk } from '../../../../main/kiosk/kiosk.ts';
import { hashPin } from '../../../../src/protocol/pin.ts';
import { VirtualTime } from '../../../support/virtual-time.ts';
import { codeOfRejection } from '../../../support/coded.ts';

const facts = { version: '1', electron: '25', chromium: '114', node: '18', kiosk: true, language: 'en' } as const;
let folder: string;
let time: VirtualTime;
let board: StateBoard;
let happened: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-kiosk-'));
  const pin = await hashPin('4711', 14);
  await writeFile(join(folder, 'kiosk.json'), JSON.stringify({ pin, idleSeconds: 60, signOutWhenIdle: true }));
  time = new VirtualTime();
  board = new StateBoard(initialState(facts), () => undefined);
  happened = [];
});
afterEach(() => rm(folder, { recursive: true }));

const open = () =>
  Kiosk.open({
    folder,
    board,
    clock: { monotonic: () => time.now, sleep: (seconds, signal) => time.sleep(seconds, signal) },
    onLock: (locked) => happened.push(locked ? 'locked' : 'unlocked'),
    onIdle: ({ signOutWhenIdle }) => happened.push(`idle ${signOutWhenIdle}`),
  });

it('lets the operator out, and keeps on locking after wrong PINs, also over a restart', async () => {
  const kiosk = await open();
  for (const pin of ['1', '2', '3']) expect(await codeOfRejection(kiosk.unlock(pin))).toBe('kiosk.pin-wrong');
  expect(await codeOfRejection(kiosk.unlock('4711'))).toBe('kiosk.too-many-attempts');
  kiosk.stop();
  const restarted = await open();
  await expect(restarted.unlock('4711')).rejects.toMatchObject({ code: 'kiosk.too-many-attempts', retryAfter: 5 });
  time.now += 5;
  await restarted.unlock('4711');
  expect(board.state.app.kiosk).toBe('unlocked');
  restarted.lock();
  expect([happened, board.state.app.kiosk]).toEqual([['unlocked', 'locked'], 'locked']);
  restarted.stop();
});

it('counts guesses that are made at once', async () => {
  const kiosk = await open();
  const codes = await Promise.all(['1', '2', '3', '4', '4711'].map((pin) => codeOfRejection(kiosk.unlock(pin))));
  expect(codes.slice(3)).toEqual(['kiosk.too-many-attempts', 'kiosk.too-many-attempts']);
  kiosk.stop();
});

it('returns to the start when a visitor has gone, once', async () => {
  const kiosk = await open();
  kiosk.touched();
  await time.runUntil(time.sleep(59));
  expect(board.state.app.visitors).toBe(0);
  await time.runUntil(time.sleep(200));
  expect([board.state.app.visitors, happened]).toEqual([1, ['idle true']]);
  kiosk.stop();
  await turn();
});

it('says what is missing', async () => {
  await rm(join(folder, 'kiosk.json'));
  expect(await codeOfRejection(open())).toBe('configuration.invalid');
});
