import { timed, warmUpOnce, type FigureDefinition, type QuantityDefinition, type Side } from '../kit/question.ts';
import { openPlaces } from '../../src/navigation/places/open-places.ts';
import { openMiniSearch } from './peers/minisearch.ts';
import { ask, memoryOf, openWorld } from './region.ts';

const itself = { seconds: () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 };

/** Every beginning of what people mistype is asked for, over and over. */
function side(name: string, beginnings: readonly string[], answer: (text: string) => unknown): Side {
  let turn = 0;
  const work = async (seconds: number) => {
    const until = performance.now() + seconds * 1000;
    let done = 0;
    for (; performance.now() < until; done += 1) answer(beginnings[turn++ % beginnings.length] ?? '');
    return done;
  };
  const warmUp = warmUpOnce(work);
  return {
    name,
    measure: async (seconds) => {
      await warmUp();
      return timed(itself, () => work(seconds));
    },
  };
}

export const searches: FigureDefinition = {
  name: 'searches',
  what: 'answers to every beginning of what people mistype, on one core',
  unit: 'answers',
  goal: 0.8,
  basis: 'elapsed',
  async prepare(say) {
    const { index, beginnings, documents } = await openWorld(say);
    const peer = await openMiniSearch(documents);
    return {
      ours: side('the search of places', beginnings, (text) => ask(index, text)),
      peer: side('MiniSearch', beginnings, peer),
      close: async () => {},
    };
  },
};

/** Each beginning is asked for three times; the shortest counts, for the others waited for somebody else. */
export const slowest: QuantityDefinition = {
  name: 'slowest-answer',
  what: 'the slowest answer to any beginning of what people mistype',
  unit: 'ms',
  atMost: 50,
  async measure({ say }, runs) {
    const { index, beginnings } = await openWorld(say);
    const took = (text: string) => {
      const started = performance.now();
      ask(index, text);
      return performance.now() - started;
    };
    beginnings.forEach(took);
    return Array.from({ length: runs }, () =>
      beginnings.reduce((worst, text) => Math.max(worst, Math.min(took(text), took(text), took(text))), 0),
    );
  },
};

async function shareFound(say: (line: string) => void, which: 'ours' | 'peer'): Promise<number> {
  const { index, typed, documents } = await openWorld(say);
  const peer = await openMiniSearch(documents);
  const names = (text: string) =>
    which === 'ours' ? ask(index, text) : peer(text).map((entry) => index.name(entry, 'es'));
  const found = typed.filter(([text, name]) => names(text).slice(0, 3).includes(name));
  return (100 * found.length) / typed.length;
}

/** No speed is worth anything that does not find. */
export const found: QuantityDefinition = {
  name: 'found',
  what: 'of what people mistype, among the first three',
  unit: '%',
  measure: async ({ say }) => [await shareFound(say, 'ours')],
};

export const foundByPeer: QuantityDefinition = {
  name: 'found-by-peer',
  what: 'the same with MiniSearch',
  unit: '%',
  measure: async ({ say }) => [await shareFound(say, 'peer')],
};

export const memory: QuantityDefinition = {
  name: 'memory',
  what: 'the index in memory, its file and 200,000 house numbers included',
  unit: 'MiB',
  measure: async ({ say }) => {
    const { file } = await openWorld(say);
    return [(await memoryOf(() => openPlaces(Uint8Array.from(file)))).mebibytes];
  },
};

export const memoryOfPeer: QuantityDefinition = {
  name: 'memory-of-peer',
  what: 'the same names alone in MiniSearch',
  unit: 'MiB',
  measure: async ({ say }) => {
    const { documents } = await openWorld(say);
    return [(await memoryOf(() => openMiniSearch(documents))).mebibytes];
  },
};

export const openTime: QuantityDefinition = {
  name: 'open-time',
  what: 'opening the index, every number in it checked',
  unit: 'ms',
  async measure({ say }, runs) {
    const { file } = await openWorld(say);
    return Array.from({ length: runs }, () => {
      const started = performance.now();
      openPlaces(file);
      return performance.now() - started;
    });
  },
};
