import { expect, it } from 'vitest';
import { planDownload } from '../../../../src/maps/download/plan.ts';

const [a, b, c] = ['a', 'b', 'c'].map((sha256, index) => ({ sha256, length: (index + 1) * 10 }));
const list = { chunks: [a, b, a, c, b].flatMap((chunk) => chunk ?? []), length: 10 + 20 + 10 + 30 + 20 };

it('plans each missing chunk once, in file order, and counts what the file has of it', () => {
  expect(planDownload(list, (digest) => digest === 'c')).toEqual({
    missing: [
      { sha256: 'a', length: 10, bytesOfFile: 20 },
      { sha256: 'b', length: 20, bytesOfFile: 40 },
    ],
    doneBytes: 30,
    totalBytes: 90,
    missingBytes: 30,
  });
});

it('plans nothing where everything is there', () => {
  expect(planDownload(list, () => true)).toEqual({ missing: [], doneBytes: 90, totalBytes: 90, missingBytes: 0 });
});
