import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { check } from '../../src/contract/check.ts';
import { topics } from '../../src/contract/screen/state.ts';
import {
  begin,
  cancel,
  enqueue,
  failed,
  isActive,
  nextChange,
  nextToStart,
  passTime,
  pause,
  planned,
  progressed,
  restoredQueue,
  resume,
  retryNow,
  shownDownloads,
  succeeded,
  wantedDownloads,
  type DownloadQueue,
} from '../../src/terminal/download-queue.ts';

const passing = { step: 'network', code: 'network.unreachable', remedy: 'try-again' } as const;
const final = { step: 'contract', code: 'contract.not-entitled', remedy: 'choose-another' } as const;
const phases = ['checking', 'fetching', 'assembling'] as const;

type Change = (queue: DownloadQueue, now: number) => DownloadQueue;
const region = fc.constantFrom('a', 'b', 'c');
const bytes = fc.nat(1_000);
const progress = fc.record({ phase: fc.constantFrom(...phases), doneBytes: bytes, before: bytes });
const changes: fc.Arbitrary<Change> = fc.oneof(
  region.map(
    (id): Change =>
      (queue) =>
        enqueue(queue, id),
  ),
  region.map(
    (id): Change =>
      (queue) =>
        pause(queue, id),
  ),
  region.map(
    (id): Change =>
      (queue) =>
        resume(queue, id),
  ),
  region.map(
    (id): Change =>
      (queue) =>
        cancel(queue, id),
  ),
  fc.constant<Change>((queue) => {
    const id = nextToStart(queue);
    return id === undefined ? queue : begin(queue, id);
  }),
  fc.tuple(region, bytes).map(
    ([id, total]): Change =>
      (queue) =>
        planned(queue, id, total),
  ),
  fc.tuple(region, progress).map(([id, { before, ...now_ }]): Change => (queue, now) => {
    const file = { ...now_, totalBytes: 1_000, fetchedBytes: 0 };
    return progressed(queue, id, { before, progress: file, now });
  }),
  region.map(
    (id): Change =>
      (queue, now) =>
        queue.some((one) => one.regionId === id && isActive(one)) ? succeeded(queue, id, now) : queue,
  ),
  fc.tuple(region, fc.constantFrom(passing, final)).map(
    ([id, failure]): Change =>
      (queue, now) =>
        failed(queue, id, failure, now),
  ),
  fc.constant<Change>(passTime),
  fc.constant<Change>(retryNow),
);
const histories = fc.array(fc.tuple(changes, fc.nat(40)), { maxLength: 60 });

test('whatever happens, one region at a time is worked at, and the screen can show it', () => {
  fc.assert(
    fc.property(histories, (history) => {
      let queue: DownloadQueue = [];
      let now = 0;
      for (const [change, seconds] of history) {
        now += seconds;
        queue = change(queue, now);
        expect(queue.filter(isActive).length).toBeLessThanOrEqual(1);
        expect(new Set(queue.map(({ regionId }) => regionId)).size).toBe(queue.length);
        for (const { state, retryAt, doneBytes, totalBytes } of queue) {
          expect(retryAt !== undefined).toBe(state === 'waiting');
          expect(doneBytes).toBeLessThanOrEqual(totalBytes);
        }
        check(topics.downloads, shownDownloads(queue, now), 'request.malformed');
      }
    }),
  );
});

test('nothing that waits is forgotten: time alone brings every retry', () => {
  fc.assert(
    fc.property(histories, (history) => {
      let queue: DownloadQueue = [];
      let now = 0;
      for (const [change, seconds] of history) queue = change(queue, (now += seconds));
      for (let rounds = 0; nextChange(queue) !== undefined; rounds++) {
        expect(rounds).toBeLessThan(10);
        queue = passTime(queue, nextChange(queue) ?? 0);
      }
      expect(queue.map(({ state }) => state)).not.toContain('waiting');
    }),
  );
});

test('after a restart the same regions are wanted, and those that rested still rest', () => {
  fc.assert(
    fc.property(histories, (history) => {
      let queue: DownloadQueue = [];
      let now = 0;
      for (const [change, seconds] of history) queue = change(queue, (now += seconds));
      const wanted = wantedDownloads(queue);
      expect(wantedDownloads(restoredQueue(wanted))).toEqual(wanted);
    }),
  );
});

const running = (): DownloadQueue => planned(begin(enqueue([], 'a'), 'a'), 'a', 1_000);
const fetched = (queue: DownloadQueue, doneBytes: number, now: number) =>
  progressed(queue, 'a', {
    before: 0,
    now,
    progress: { phase: 'fetching', doneBytes, totalBytes: 1_000, fetchedBytes: 0 },
  });

it('tells the rate of the last seconds and the time that is left', () => {
  let queue = running();
  for (let second = 0; second <= 8; second++) queue = fetched(queue, second * (second < 4 ? 10 : 100), second);
  const [shown] = shownDownloads(queue, 8);
  expect(shown).toMatchObject({ doneBytes: 800, rate: (800 - 30) / 5, timeLeft: 200 / 154 });
});

it('waits longer after each failure, and at once again after it got on', () => {
  const waits: (number | undefined)[] = [];
  let queue = running();
  for (let count = 0; count < 8; count++) {
    queue = failed(queue, 'a', passing, 0);
    waits.push(shownDownloads(queue, 0)[0]?.retryIn);
    queue = planned(begin(retryNow(queue), 'a'), 'a', 1_000);
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  queue = fetched(fetched(queue, 10, 0), 20, 1);
  expect(shownDownloads(failed(queue, 'a', passing, 1), 1)[0]?.retryIn).toBe(2);
});

it('leaves to a person what no waiting can mend', () => {
  const queue = failed(running(), 'a', final, 0);
  expect(shownDownloads(queue, 0)).toMatchObject([{ state: 'failed', failure: final }]);
  expect(nextChange(queue)).toBeUndefined();
  expect(nextToStart(resume(queue, 'a'))).toBe('a');
});
