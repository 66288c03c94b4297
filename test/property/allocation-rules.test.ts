import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choose } from '../../local-servers/allocation/rules/choose.ts';
import { MemoryRules } from '../../local-servers/allocation/rules/memory-rules.ts';
import { answerScope } from '../../local-servers/allocation/rules/match.ts';
import type { RuleMatch } from '../../local-servers/allocation/rules/rule.ts';
import { ordinal } from '../../local-servers/allocation/rules/specificity.ts';
import { spread } from '../../local-servers/allocation/rules/spread.ts';
import { compareHardwareNumbers, scopeCovers, scopeWithin } from '../../src/allocation/scope.ts';
import { allocationTarget } from '../support/allocation-target.ts';

const id = fc.stringMatching(/^[ab]{1,3}$/);
const serial = fc.stringMatching(/^[0-2]{1,2}$/);
const serials = fc.tuple(serial, serial).map(([a, b]) => {
  const [from = a, to = b] = [a, b].toSorted(compareHardwareNumbers);
  return { from, to };
});
const part = (exact: string, prefix: string) =>
  fc.oneof(
    fc.constant({}),
    id.map((value) => ({ [exact]: value })),
    id.map((value) => ({ [prefix]: value })),
  );
const match = fc
  .tuple(part('makerId', 'makerPrefix'), part('modelId', 'modelPrefix'), fc.option(serials, { nil: undefined }))
  .map(([maker, model, range]): RuleMatch => ({
    ...maker,
    ...model,
    ...(range === undefined ? {} : { serials: range }),
  }));
const tables = fc
  .array(match, { maxLength: 6 })
  .map((matches) =>
    matches.map((given, index) => ({ name: `r${index}`, match: given, targets: [allocationTarget()] })),
  );
const devices = fc.record({ makerId: id, modelId: id, hardwareNumber: serial });

test('the rule that wins is for the terminal, and no other that is lies strictly within it', () => {
  fc.assert(
    fc.property(tables, devices, (rules, device) => {
      const outcome = choose(new MemoryRules(rules), device);
      // As the terminal itself judges the scope that it gets.
      const fits = rules.filter(
        (rule) =>
          (rule.match.makerId ?? device.makerId) === device.makerId &&
          device.makerId.startsWith(rule.match.makerPrefix ?? '') &&
          scopeCovers(answerScope(rule.match, device), device),
      );
      expect('rule' in outcome).toBe(fits.length > 0);
      if (!('rule' in outcome)) return;
      expect(fits).toContain(outcome.rule);
      for (const other of fits) {
        const [theirs, ours] = [answerScope(other.match, device), answerScope(outcome.rule.match, device)];
        const sameMaker =
          other.match.makerId === outcome.rule.match.makerId &&
          other.match.makerPrefix === outcome.rule.match.makerPrefix;
        if (sameMaker && scopeWithin(theirs, ours)) expect(scopeWithin(ours, theirs)).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('the place of a hardware number is its place in the order of hardware numbers', () => {
  const anySerial = fc.stringMatching(/^[!-~]{1,64}$/);
  fc.assert(
    fc.property(anySerial, anySerial, (a, b) => {
      const difference = ordinal(a) - ordinal(b);
      expect(Math.sign(compareHardwareNumbers(a, b))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    }),
    { numRuns: 500 },
  );
});

const targets = fc
  .uniqueArray(fc.record({ serverId: fc.stringMatching(/^[a-z]{1,4}$/), weight: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ serverId }) => serverId,
  })
  .map((facts) => facts.map((fact) => allocationTarget(fact)));

test('a terminal stays where it is, unless its server goes away or it goes to a new one', () => {
  fc.assert(
    fc.property(targets, fc.string(), fc.nat({ max: 5 }), (all, key, which) => {
      const removed = all[which % all.length];
      const rest = all.filter((target) => target !== removed);
      const before = spread(all, key);
      expect(before).toBeDefined();
      if (before !== removed) expect(spread(rest, key)).toBe(before);
      expect(spread(all.toReversed(), key)).toBe(before);
    }),
    { numRuns: 500 },
  );
});

test('each server gets the share that its weight says, and one of weight 0 gets none', () => {
  const three = [1, 3, 0].map((weight, index) => allocationTarget({ serverId: `s${index}`, weight }));
  const counts = new Map<string, number>();
  for (let index = 0; index < 4_000; index++) {
    const serverId = spread(three, `SN${index}`)?.serverId ?? 'none';
    counts.set(serverId, (counts.get(serverId) ?? 0) + 1);
  }
  // Names decide, so the counts are the same each time; 1,000 and 3,000 would be exact.
  expect(Math.abs((counts.get('s0') ?? 0) - 1_000)).toBeLessThan(80);
  expect(Math.abs((counts.get('s1') ?? 0) - 3_000)).toBeLessThan(80);
  expect(counts.has('s2')).toBe(false);
});

test('a server that is added takes its share of the terminals, and all others stay where they are', () => {
  const two = [1, 3].map((weight, index) => allocationTarget({ serverId: `s${index}`, weight }));
  const added = allocationTarget({ serverId: 'added', weight: 2 });
  let moved = 0;
  for (let index = 0; index < 6_000; index++) {
    const [before, after] = [spread(two, `SN${index}`), spread([...two, added], `SN${index}`)];
    if (after === before) continue;
    moved++;
    expect(after).toBe(added);
  }
  // 2 of 6 parts of the weight: 2,000 would be exact.
  expect(Math.abs(moved - 2_000)).toBeLessThan(110);
});
