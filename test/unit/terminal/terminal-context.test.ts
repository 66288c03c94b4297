import { expect, it } from 'vitest';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { persistently, type TerminalContext } from '../../../src/terminal/terminal-context.ts';

/** What a wait needs of a terminal; the waits are kept. */
function waitingContext() {
  const waits: number[] = [];
  const clock = { monotonic: () => 0, sleep: async (seconds: number) => void waits.push(seconds) };
  return { waits, context: { ports: { clock }, tell: () => undefined } as unknown as TerminalContext };
}

const refusing = (retryAfter?: number) => () =>
  Promise.reject(new CodedError('server.unavailable', retryAfter === undefined ? {} : { retryAfter }));

it('waits as it is asked to, up to a minute', async () => {
  const { waits, context } = waitingContext();
  await expect(persistently(context, refusing(60))).rejects.toMatchObject({ code: 'server.unavailable' });
  expect(waits).toEqual(Array.from({ length: 7 }, () => 60));
});

it('does not wait for a day because somebody on the line says so', async () => {
  const { waits, context } = waitingContext();
  await expect(persistently(context, refusing(86_400))).rejects.toMatchObject({ retryAfter: 86_400 });
  expect(waits).toEqual([]);
});

it('waits longer each time where nobody says how long', async () => {
  const { waits, context } = waitingContext();
  await expect(persistently(context, refusing())).rejects.toMatchObject({ code: 'server.unavailable' });
  expect(waits).toEqual([0.25, 0.5, 1, 2, 4, 8, 8]);
});
