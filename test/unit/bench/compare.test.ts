import { describe, expect, test } from 'vitest';
import { compare, judge } from '../../../bench/kit/compare.ts';
import { toRecord, toTable } from '../../../bench/kit/report.ts';
import { summarise } from '../../../bench/kit/statistics.ts';

const figure = { name: 'signed-get', what: 'a signed GET', unit: 'requests', goal: 0.5, basis: 'saturated' } as const;
/** Runs of one second with so many units of work, on a core that is busy for this share of it. */
const side = (name: string, work: readonly number[], busy = 1) => ({
  name,
  runs: work.map((done) => ({ work: done, seconds: 1, cpuSeconds: busy })),
});

describe('summaries', () => {
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
  ])('the median of %j is %d', (values, median) => {
    expect(summarise(values).median).toBe(median);
  });

  test('the spread is half of the range, as a share of the median', () => {
    expect(summarise([90, 100, 120])).toEqual({ median: 100, lowest: 90, highest: 120, spread: 0.15 });
  });

  test('nothing cannot be summarised', () => {
    expect(() => summarise([])).toThrow(RangeError);
  });
});

describe('comparisons', () => {
  test('the ratio is that of the medians, with that of each pair beside it', () => {
    const { ratio, pairs, holds, per } = compare(figure, side('ours', [50, 60, 90]), side('peer', [100, 80, 120]));
    expect(ratio).toBe(0.6);
    expect(pairs).toMatchObject({ lowest: 0.5, median: 0.75, highest: 0.75 });
    expect({ holds, per }).toEqual({ holds: true, per: 's' });
  });

  test('a goal that is just missed does not hold', () => {
    expect(compare(figure, side('ours', [49]), side('peer', [100])).holds).toBe(false);
    expect(compare(figure, side('ours', [50]), side('peer', [100])).holds).toBe(true);
  });

  test('where the load did not keep a core busy, work is compared per second of CPU', () => {
    const { ratio, per, ours } = compare(figure, side('ours', [40], 0.5), side('peer', [100]));
    expect({ ratio, per, rate: ours.rate.median }).toEqual({ ratio: 0.8, per: 'CPU s', rate: 80 });
  });

  test('what is compared by the wall is so on any core', () => {
    const download = { ...figure, basis: 'elapsed' } as const;
    expect(compare(download, side('ours', [40], 0.5), side('peer', [100]))).toMatchObject({ ratio: 0.4, per: 's' });
  });
});

describe('reports', () => {
  const comparison = compare(figure, side('service', [40, 44, 48]), side('Fastify', [100]), [side('HMAC', [70], 0.98)]);

  test('as JSON', () => {
    const against = { name: 'Fastify', median: 100, lowest: 100, highest: 100, unit: 'requests/s', busy: 1 };
    expect(toRecord(comparison)).toEqual({
      figure: 'signed-get',
      value: 0.44,
      unit: 'ratio',
      goal: 0.5,
      holds: false,
      against: 'Fastify',
      rates: [
        { ...against, name: 'service', median: 44, lowest: 40, highest: 48 },
        against,
        { ...against, name: 'HMAC', median: 70, lowest: 70, highest: 70, busy: 0.98 },
      ],
    });
  });

  test('as a table', () => {
    expect(toTable([comparison])).toMatchInlineSnapshot(`
      "                       median          spread   core busy  ratio             goal
      signed-get: a signed GET
        service              44 requests/s   ± 9.1 %  100 %      0.44 (0.40–0.40)  ≥ 0.5  DOES NOT HOLD
        beside Fastify       100 requests/s  ± 0.0 %  100 %
        for comparison HMAC  70 requests/s   ± 0.0 %  98 %"
    `);
  });
});

describe('quantities', () => {
  const start = { name: 'start-time', what: 'the start of a server', unit: 's', atMost: 5 };

  test('are judged by their median, where there is a goal', () => {
    expect(judge(start, [1, 5, 9]).holds).toBe(true);
    expect(judge(start, [1, 5.1, 9]).holds).toBe(false);
    expect(judge({ name: 'disk-bytes', what: 'bytes on disk', unit: 'bytes' }, [1e9]).holds).toBe(true);
  });

  test('as JSON and in the table', () => {
    const measured = judge(start, [1, 2, 3]);
    expect(toRecord(measured)).toEqual({
      figure: 'start-time',
      value: 2,
      unit: 's',
      goal: 5,
      holds: true,
      lowest: 1,
      highest: 3,
    });
    expect(toTable([measured])).toMatchInlineSnapshot(`
      "  median  spread  core busy  ratio  goal
      start-time: the start of a server
        2 s     ± 50 %                    ≤ 5   holds"
    `);
  });
});
