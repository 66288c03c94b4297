import type { CostDefinition, CostSide } from '../kit/costs.ts';
import type { QuantityDefinition } from '../kit/question.ts';
import { countBusyTasks, type BusyTasks } from './busy-tasks.ts';
import type { Running } from './electron.ts';
import { moveMap } from './moving.ts';
import { marks, openWorld, type World } from './world.ts';

const mebibyte = 2 ** 20;
/** Milliseconds after the map is drawn until memory is read: what was needed for drawing only may go first. */
const settling = 2_000;

const bareName = 'a bare page with MapLibre and the same map';

/** Starts one of the two with its map drawn, asks something of it, and ends it. */
async function withMap<T>(start: () => Running, mark: string, work: (running: Running, drawn: number) => Promise<T>) {
  const running = start();
  try {
    const { sincePage } = await (await running.page()).marked(mark);
    return await work(running, sincePage);
  } finally {
    await running.stop();
  }
}

const sides = (
  world: World,
  measure: (running: Running, drawn: number) => Promise<number>,
): Record<'ours' | 'peer', CostSide> => ({
  ours: { name: 'terminal', measure: () => withMap(world.terminal, marks.mapDrawn, measure) },
  peer: { name: bareName, measure: () => withMap(world.bareMap, marks.bareMapDrawn, measure) },
});

/** From the start of the page until everything in sight is drawn. */
export const mapDrawn: CostDefinition = {
  name: 'map-drawn',
  what: 'from the start of the page until every tile in sight is drawn',
  unit: 'ms',
  atMostTimes: 1.3,
  prepareCosts: async ({ say }) => sides(await openWorld(say), (_running, drawn) => Promise.resolve(drawn)),
};

/** All processes of the program, with the map in sight. */
export const memory: CostDefinition = {
  name: 'memory',
  what: 'memory of all processes with the map drawn; what they share counts once',
  unit: 'MiB',
  atMostTimes: 1.35,
  prepareCosts: async ({ say }) =>
    sides(await openWorld(say), async (running) => {
      await new Promise((resolve) => setTimeout(resolve, settling));
      return running.memory() / mebibyte;
    }),
};

/** Long tasks while the map is dragged and zoomed, beyond those that a bare map has of itself. */
export const panning: QuantityDefinition = {
  name: 'panning',
  what: 'tasks of over 50 ms of work in the page while the map is dragged and zoomed, beyond those of the bare page',
  unit: 'tasks',
  atMost: 0,
  async measure({ say }, runs) {
    const world = await openWorld(say);
    const count = async (running: Running) => {
      const page = await running.page();
      return countBusyTasks(page, () => moveMap(page));
    };
    const differences: number[] = [];
    for (let round = 1; round <= runs; round += 1) {
      const ours = await withMap(world.terminal, marks.mapDrawn, count);
      const bare = await withMap(world.bareMap, marks.bareMapDrawn, count);
      say(`run ${round} of ${runs}: terminal ${inWords(ours)}; bare page ${inWords(bare)}`);
      differences.push(Math.max(0, ours.tasks - bare.tasks));
    }
    return differences;
  },
};

const inWords = ({ tasks, longest, onTheWall }: BusyTasks) =>
  `${tasks} (at most ${longest.toFixed(0)} ms of work; ${onTheWall} with all waiting)`;
