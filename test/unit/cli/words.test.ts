import { expect, it } from 'vitest';
import { formatBytes } from '../../../src/cli/words.ts';

it.each([
  [0, '0 B'],
  [909.901, '910 B'],
  [999.6, '1.0 kB'],
  [1_500, '1.5 kB'],
  [2_749_802, '2.7 MB'],
])('says %d bytes as %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));
