import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { campaignTimeout, rounds, seed } from '../support/fuzz/campaign.ts';

/** Bytes: what caches with a ceiling may still take after the warm-up, and how coarsely a system gives pages back. */
const heapBound = 12 << 20;
const residentBound = 96 << 20;

interface Held {
  readonly heap: number;
  readonly rss: number;
  readonly connections: number;
  readonly descriptors: number;
}

it('servers under rubbish hold no more at the end than after the warm-up', { timeout: campaignTimeout }, async () => {
  const child = fileURLToPath(new URL('../support/fuzz/memory-child.ts', import.meta.url));
  const counts = [rounds(250), rounds(600), seed].map(String);
  const running = spawn(process.execPath, ['--expose-gc', child, ...counts], { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = await text(running.stdout);
  const { before, after, complaints } = JSON.parse(output) as { before: Held; after: Held; complaints: string[] };
  expect(after.heap - before.heap).toBeLessThan(heapBound);
  expect(after.rss - before.rss).toBeLessThan(residentBound);
  expect(after.connections).toBe(0);
  expect(after.descriptors).toBeLessThanOrEqual(before.descriptors);
  expect(complaints).toEqual([]);
});
