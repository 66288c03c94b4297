import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { LinesOfOneTurn } from '../../../local-servers/kit/lines-of-one-turn.ts';

it('lines of one turn are written together, in their order; those of the next by themselves', async () => {
  const written: string[] = [];
  const lines = new LinesOfOneTurn({ write: (text) => void written.push(text) });
  lines.write('a\n');
  lines.write('b\n');
  expect(written).toEqual([]);
  await setImmediate();
  lines.write('c\n');
  await setImmediate();
  await setImmediate();
  expect(written).toEqual(['a\nb\n', 'c\n']);
});

it('lines are written at once where that is asked for, and only once', async () => {
  const written: string[] = [];
  const lines = new LinesOfOneTurn({ write: (text) => void written.push(text) });
  lines.write('fatal\n');
  lines.flushSync();
  lines.flushSync();
  await setImmediate();
  expect(written).toEqual(['fatal\n']);
});
