import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openKeptClock } from '../../../local-servers/kit/kept-clock.ts';
import { codeOfRejection } from '../../support/coded.ts';
import { Machine, tenYears } from '../../support/machine.ts';
import { TestClock } from '../../support/test-clock.ts';

let folder: string;
let truth: TestClock;
let said: string[];
let machine: Machine;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-clock-'));
  truth = new TestClock();
  said = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
  machine = await new Machine(truth, join(folder, 'clock.json'), 0, logger).startServer();
});
afterEach(() => rm(folder, { recursive: true }));

/** Seconds that pass by this clock while `what` happens. */
async function passed(what: () => Promise<unknown>): Promise<number> {
  const before = machine.now();
  await what();
  return machine.now() - before;
}

it('begins with the wall clock, and says nothing', () => {
  expect(Math.abs(machine.now() - truth.now())).toBeLessThan(0.05);
  expect(said).toEqual([]);
});

it.each([tenYears, -tenYears])(
  'goes on by what elapsed, where a server is started again with a clock set by %i s',
  async (by) => {
    const seconds = await passed(async () => {
      truth.advance(100);
      machine.sleep(50);
      machine.setWall(by);
      truth.advance(7);
      await machine.startServer();
    });
    expect(seconds).toBeCloseTo(157, 1);
    expect(said).toEqual([]);
  },
);

it('is the same in every process of a machine', async () => {
  truth.advance(33.3);
  machine.setWall(tenYears);
  const other = await openKeptClock(join(folder, 'clock.json'), pino({ level: 'silent' }), machine.hands);
  expect(Math.abs(other.now() - machine.now())).toBeLessThan(0.05);
});

it('is nearly the same in every process where the system has no boot id, however wrong the wall clock is', async () => {
  const hands = { ...machine.hands, bootId: () => Promise.resolve(undefined) };
  await rm(join(folder, 'clock.json'));
  const open = () => openKeptClock(join(folder, 'clock.json'), pino({ level: 'silent' }), hands);
  await open();
  machine.setWall(-tenYears);
  const [one, another] = [await open(), await open()];
  expect(Math.abs(one.now() - another.now())).toBeLessThan(0.05);
  expect(one.now() - truth.now()).toBeCloseTo(3_600, 1);
});

it('believes the wall clock for how long the machine was off', async () => {
  expect(await passed(() => machine.startAgain(86_400))).toBeCloseTo(86_400, 1);
  expect(said).toEqual([]);
});

it.each([tenYears, -tenYears])(
  'does not believe a wall clock that is %i s wrong after the machine was started',
  async (wrongBy) => {
    await machine.keep();
    const seconds = await passed(() => machine.startAgain(10, wrongBy));
    // What passed is not known: sessions end, contracts hardly notice.
    expect(seconds).toBeCloseTo(3_600, 1);
    expect(said.join()).toContain('is not believed');
    // And goes on from there.
    expect(await passed(() => Promise.resolve(truth.advance(100)))).toBeCloseTo(100, 1);
    expect(await passed(() => machine.startServer())).toBeCloseTo(0, 1);
    expect(await passed(() => machine.startAgain(86_400, 0))).toBeGreaterThan(80_000);
  },
);

it('never goes behind what it kept, where the machine fails', async () => {
  truth.advance(5_000);
  await machine.keep();
  const kept = machine.now();
  truth.advance(30);
  await machine.startAgain(0, -tenYears);
  expect(machine.now()).toBeGreaterThan(kept + 30);
});

it('refuses a damaged file by its name', async () => {
  const file = join(folder, 'clock.json');
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ bootId: 'boot-1' });
  for (const damaged of ['', '{}', '{"time":-1,"sinceBoot":0}', '{"time":1e300,"sinceBoot":0}']) {
    await writeFile(file, damaged);
    expect(await codeOfRejection(machine.startServer())).toBe('configuration.invalid');
  }
});
