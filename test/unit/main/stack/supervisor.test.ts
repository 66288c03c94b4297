import { expect, it } from 'vitest';
import { StackSupervisor } from '../../../../main/stack/supervisor.ts';
import type { ServerProcess } from '../../../../src/host/local-stack.ts';
import { VirtualTime } from '../../../support/virtual-time.ts';

const ready = `${JSON.stringify({ ready: true, roles: [{ role: 'portal', url: 'https://portal' }] })}\n`;

/** A process that listens at once, and ends when `end` or the test says so. */
function process(): ServerProcess & { readonly die: (how: string) => void } {
  const ends: ((how: string) => void)[] = [];
  const die = (how: string) => {
    for (const listener of ends.splice(0)) listener(how);
  };
  return {
    onOutput: (listener) => queueMicrotask(() => listener(ready)),
    onComplaint: () => undefined,
    onEnd: (listener) => void ends.push(listener),
    end: () => die('ended with code 0'),
    kill: () => die('ended with SIGKILL'),
    die,
  };
}

it('starts the servers again after growing waits, says so, and ends them with itself', async () => {
  const time = new VirtualTime();
  const told: string[] = [];
  const started: ReturnType<typeof process>[] = [];
  let enough = () => undefined as void;
  const fivefold = new Promise<void>((resolve) => (enough = resolve));
  const supervisor = new StackSupervisor({
    stack: {
      program: 'servers',
      data: 'folder',
      launch: () => {
        const child = process();
        started.push(child);
        return child;
      },
    },
    clock: { monotonic: () => time.now, sleep: (seconds, signal) => time.sleep(seconds, signal) },
    answers: () => Promise.resolve(false),
    onState: ({ state, retryIn }) => {
      told.push(retryIn === undefined ? state : `${state} ${retryIn}`);
      if (state !== 'running') return;
      if (started.length === 5) enough();
      else queueMicrotask(() => started.at(-1)?.die('ended with code 1'));
    },
  });
  supervisor.start();
  await time.runUntil(fivefold);
  expect(told.join(', ')).toBe(
    'starting, running, restarting 1, restarting, running, restarting 2, restarting, running, restarting 4, ' +
      'restarting, running, failed 8, restarting, running',
  );
  expect(supervisor.address('portal')).toBe('https://portal');
  await supervisor.stop();
  expect(supervisor.address('portal')).toBeUndefined();
  expect(started).toHaveLength(5);
});

it('leaves servers alone that somebody else runs', async () => {
  const time = new VirtualTime();
  const told: string[] = [];
  let looks = 0;
  const supervisor = new StackSupervisor({
    stack: { program: 'servers', data: 'folder', launch: () => expect.unreachable() },
    clock: { monotonic: () => time.now, sleep: (seconds, signal) => time.sleep(seconds, signal) },
    answers: () => Promise.resolve((looks += 1) > 0),
    onState: ({ state }) => told.push(state),
  });
  supervisor.start();
  await time.runUntil(time.sleep(11));
  expect([told, looks]).toEqual([['running', 'running', 'running'], 3]);
  await supervisor.stop();
});
