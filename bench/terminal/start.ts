import type { CostDefinition } from '../kit/costs.ts';
import { marks, openWorld } from './world.ts';

/** From the start of the process to the first screen that can be used, beside a window with nothing in it. */
export const start: CostDefinition = {
  name: 'start',
  what: 'from the start of the process until the map’s screen is painted and takes touches',
  unit: 'ms',
  atMostTimes: 1.3,
  timesPerRun: 4,
  async prepareCosts({ say }) {
    const world = await openWorld(say);
    return {
      ours: {
        name: 'terminal',
        measure: async () => {
          const running = world.terminal();
          const { sinceEpoch } = await (await running.page()).marked(marks.firstScreen);
          await running.stop();
          return sinceEpoch - running.startedAt;
        },
      },
      peer: {
        name: 'an empty window, ready to show',
        measure: async () => {
          const running = world.emptyWindow();
          const shown = Number(await running.said(/shown at (\d+)/));
          await running.stop();
          return shown - running.startedAt;
        },
      },
    };
  },
};
