import type { Catalog } from '../../src/contract/maps.ts';
import { contentDigest } from '../../src/protocol/content-digest.ts';
import { Recent } from '../kit/recent.ts';
import type { MapStore } from './store/map-store.ts';
import { jsonAnswer, type SignedAnswer } from './routes/session-route.ts';

type Regions = Awaited<ReturnType<MapStore['publishedRegions']>>;

/** Contracts differ in which regions they cover, but in few ways. */
const answerCeiling = 1_000;

/** C11: the catalogue as sessions get it. Written and hashed once for all whose contracts cover the same regions. */
export class PublishedCatalog {
  #regions: Regions = [];
  #text = '[]';
  #answers = new Recent<string, SignedAnswer>(answerCeiling);

  /** Takes what the store holds now; answers that were made for anything else are forgotten. */
  holding(regions: Regions): this {
    const text = JSON.stringify(regions);
    if (text === this.#text) return this;
    this.#regions = regions;
    this.#text = text;
    this.#answers = new Recent(answerCeiling);
    return this;
  }

  answerFor(isEntitled: (regionId: string) => boolean): SignedAnswer {
    let key = '';
    for (const { id } of this.#regions) key += isEntitled(id) ? '1' : '0';
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const regions = this.#regions.map(({ id, targets }) => ({ id, entitled: isEntitled(id), targets: [...targets] }));
    const answer = jsonAnswer({ regions } satisfies Catalog);
    const made = { ...answer, digest: contentDigest(answer.body) };
    this.#answers.set(key, made);
    return made;
  }
}
