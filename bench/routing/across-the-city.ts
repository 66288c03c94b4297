import { findPath } from '../../src/navigation/routing/find-path.ts';
import { findRoute } from '../../src/navigation/routing/find-route.ts';
import { warmUpOnce, type FigureDefinition, type QuantityDefinition, type Run, type Side } from '../kit/question.ts';
import { corners, openCity, type Pair } from './city.ts';
import { peerSearch } from './peers/ngraph.ts';

/** Routes between random places, by the search itself: both sides search the same arcs, turns and costs. */
export const acrossTheCity: FigureDefinition = {
  name: 'routes',
  what: 'routes between random places of Montevideo, turns counted, as a share of those by ngraph.path',
  unit: 'routes',
  goal: 1,
  basis: 'elapsed',
  async prepare(say) {
    say('reading the city');
    const { graph, pairs } = await openCity();
    const peer = await peerSearch(graph);
    for (const { from, to } of pairs.slice(0, 20)) {
      const [own, other] = [findPath(graph, from, to)?.weight, peer(from, to)];
      if (own !== other) throw new Error(`the peer found another cost: ${other} instead of ${own}`);
    }
    return {
      ours: searching('Naviterm', pairs, ({ from, to }) => findPath(graph, from, to)),
      peer: searching('ngraph.path (A*)', pairs, ({ from, to }) => peer(from, to)),
      close: async () => undefined,
    };
  },
};

/** The longest way that the city has, from snapping to the finished route. */
export const longestRoute: QuantityDefinition = {
  name: 'longest-route',
  what: 'one route from the north-west of Montevideo to its east, with everything that guidance needs',
  unit: 'ms',
  atMost: 100,
  async measure({ say }, runs) {
    say('reading the city');
    const { graph } = await openCity();
    const once = () => {
      const started = performance.now();
      findRoute(graph, corners.from, corners.to);
      return performance.now() - started;
    };
    say(`the first, before anything is compiled: ${once().toFixed(0)} ms`);
    for (let warm = 0; warm < 10; warm += 1) once();
    return Array.from({ length: 5 * runs }, once);
  },
};

function searching(name: string, pairs: readonly Pair[], search: (pair: Pair) => unknown): Side {
  let next = 0;
  const work = async (seconds: number): Promise<Run> => {
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    let done = 0;
    while (performance.now() - started < 1_000 * seconds) {
      const pair = pairs[(next = (next + 1) % pairs.length)];
      if (pair !== undefined) search(pair);
      done += 1;
    }
    const { user, system } = process.cpuUsage(cpu);
    return { work: done, seconds: (performance.now() - started) / 1_000, cpuSeconds: (user + system) / 1e6 };
  };
  const warmUp = warmUpOnce(work);
  return {
    name,
    measure: async (seconds) => {
      await warmUp();
      return work(seconds);
    },
  };
}
