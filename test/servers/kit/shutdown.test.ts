import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../support/shutdown-child.ts', import.meta.url));
const children: ChildProcessWithoutNullStreams[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function start(...flags: string[]) {
  const child = spawn(process.execPath, [script, ...flags]);
  children.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const nextLine = async () => String((await lines.next()).value);
  const exit = once(child, 'exit') as Promise<[code: number | null]>;
  return { child, nextLine, exit, url: await nextLine() };
}

describe('a server that is told to stop', () => {
  it('finishes the requests under way, closes, and ends with code 0', async () => {
    const { child, nextLine, exit, url } = await start();
    const answer = fetch(`${url}/slow`);
    expect(await nextLine()).toBe('slow');
    child.kill('SIGTERM');
    expect(await (await answer).json()).toEqual({ done: true });
    expect(await nextLine()).toBe('closed');
    expect(await exit).toEqual([0, null]);
    await expect(fetch(`${url}/health`)).rejects.toThrow(/fetch failed/);
  });

  it('ends at once at a second signal', async () => {
    const { child, nextLine, exit, url } = await start();
    const answer = fetch(`${url}/slow`).catch(() => 'cut off');
    await nextLine();
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await answer).toBe('cut off');
    expect(await exit).toEqual([1, null]);
  });

  it('stops with its parent where that was asked for', async () => {
    const { child, nextLine, exit } = await start('--stop-with-parent');
    child.stdin.end();
    expect(await nextLine()).toBe('closed');
    expect(await exit).toEqual([0, null]);
  });

  it('outlives its parent’s pipe otherwise', async () => {
    const { child, url } = await start();
    child.stdin.end();
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});
