import { readFile } from 'node:fs/promises';
import type { QuantityDefinition } from '../kit/question.ts';
import { marks, openWorld } from './world.ts';

const queries = 100;

/** What the screen waits for an answer, the way to the main process and back included. */
export const searchOnScreen: QuantityDefinition = {
  name: 'search',
  what: `the slowest answer to any beginning of ${queries} searches, as the page sees it`,
  unit: 'ms',
  atMost: 50,
  async measure({ say }, runs) {
    const world = await openWorld(say);
    const list = new URL('../../test/fixtures/places/misspellings-montevideo.json', import.meta.url);
    const typed = (JSON.parse(await readFile(list, 'utf8')) as [string, string][]).slice(0, queries);
    const beginnings = typed.flatMap(([text]) => Array.from(text, (_, end) => text.slice(0, end + 1)));
    const running = world.terminal();
    try {
      const page = await running.page();
      await page.marked(marks.mapDrawn);
      const slowest: number[] = [];
      for (let round = 0; round <= runs; round += 1) {
        const took = (await page.evaluate(asking(beginnings))) as number[];
        if (round === 0) say(`the very first, which opens the index: ${took[0]?.toFixed(0)} ms`);
        else slowest.push(took.reduce((most, one) => Math.max(most, one), 0));
      }
      return slowest;
    } finally {
      await running.stop();
    }
  },
};

/** Each is asked for three times; the shortest counts, for the others waited for somebody else. */
const asking = (beginnings: readonly string[]) => `(async () => {
  const took = [];
  for (const text of ${JSON.stringify(beginnings)}) {
    let shortest = Infinity;
    for (let turn = 0; turn < 3; turn += 1) {
      const started = performance.now();
      const reply = await naviterm.call('places.search', { text, near: [-56.17, -34.885], limit: 20 });
      if (!reply.ok) throw new Error(reply.failure.code);
      shortest = Math.min(shortest, performance.now() - started);
    }
    took.push(shortest);
  }
  return took;
})()`;
