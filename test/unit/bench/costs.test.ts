import { describe, expect, test } from 'vitest';
import { compareCosts, measureCosts } from '../../../bench/kit/costs.ts';
import { toRecord, toTable } from '../../../bench/kit/report.ts';

const figure = { name: 'start', what: 'until the first screen', unit: 'ms', atMostTimes: 1.3 };
const names = ['terminal', 'empty window'] as const;
const compared = (...costs: readonly (readonly [ours: number, peer: number])[]) =>
  compareCosts(
    figure,
    names,
    costs.map(([ours, peer]) => ({ ours, peer })),
  );

describe('costs beside the least that it can cost', () => {
  test('the ratio is that of the medians, with that of each pair beside it', () => {
    const { ratio, pairs } = compared([300, 200], [260, 250], [400, 260]);
    expect(ratio).toBe(1.2);
    expect(pairs).toMatchObject({ lowest: 1.04, highest: 400 / 260 });
  });

  test('less is better: a goal that is just missed does not hold', () => {
    expect(compared([130, 100]).holds).toBe(true);
    expect(compared([131, 100]).holds).toBe(false);
    expect(compared([50, 100]).holds).toBe(true);
  });

  test('both sides are measured in turn', async () => {
    const order: string[] = [];
    const said: string[] = [];
    const side = (name: string, cost: number) => ({
      name,
      measure: () => {
        order.push(name);
        return Promise.resolve(cost);
      },
    });
    const definition = { ...figure, prepareCosts: () => Promise.reject(new Error('prepared already')) };
    const sides = { ours: side('terminal', 120), peer: side('empty window', 100) };
    const { ratio } = await measureCosts(definition, sides, { runs: 2, say: (line) => void said.push(line) });
    expect(order).toEqual(['terminal', 'empty window', 'terminal', 'empty window']);
    expect(said).toEqual([1, 2].map((run) => `  ${run} of 2: terminal 120, empty window 100 ms`));
    expect(ratio).toBe(1.2);
  });
});

describe('reports of costs', () => {
  const comparison = compared([300, 200], [260, 250], [420, 260]);

  test('as JSON', () => {
    expect(toRecord(comparison)).toEqual({
      figure: 'start',
      value: 1.2,
      unit: 'ratio',
      goal: 1.3,
      holds: true,
      against: 'empty window',
      costs: [
        { name: 'terminal', median: 300, lowest: 260, highest: 420, unit: 'ms' },
        { name: 'empty window', median: 250, lowest: 200, highest: 260, unit: 'ms' },
      ],
    });
  });

  test('as a table', () => {
    const table = toTable([comparison, compared([140, 100])]);
    expect(table).toMatch(/terminal +300 ms +± 27 % +1\.20 \(1\.04–1\.62\) +≤ 1\.3 +holds/);
    expect(table).toMatch(/beside empty window +250 ms +± 12 %/);
    expect(table).toMatch(/1\.40 \(1\.40–1\.40\) +≤ 1\.3 +DOES NOT HOLD/);
  });
});
