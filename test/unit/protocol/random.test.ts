import { expect, test } from 'vitest';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';

test.each([0, 1, 16, 32, 511, 512, 513, 5_000])('as many bytes as were asked for: %i', (length) => {
  expect(randomBytes(length)).toHaveLength(length);
});

test('nothing is given twice, and each byte comes as often as the next', () => {
  const counts = new Uint32Array(256);
  const seen = new Set<string>();
  for (let draw = 0; draw < 20_000; draw += 1) {
    const bytes = randomBytes(12 + (draw % 9));
    seen.add(toBase64url(bytes.subarray(0, 12)));
    for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  }
  expect(seen.size).toBe(20_000);
  // 1,250 are expected of each; beyond eight standard deviations is no chance.
  for (const count of counts) expect(Math.abs(count - 1_250)).toBeLessThan(8 * Math.sqrt(1_250));
});

test('what was given belongs to its owner alone', () => {
  const [mine, others] = [randomBytes(32), randomBytes(32)];
  const before = toBase64url(others);
  new Uint8Array(mine.buffer).fill(0);
  expect(toBase64url(others)).toBe(before);
  expect(mine.buffer.byteLength).toBe(32);
});
