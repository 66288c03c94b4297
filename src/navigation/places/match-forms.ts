import { matchWords, type WordMatch } from './match-words.ts';
import { postingForm, postingInner, postingJoined } from './places-file.ts';
import { rarity, type PlacesIndex } from './places-index.ts';
import type { QueryWord } from './query.ts';

/** An entry that what was typed may mean, and how well it fits: 0 to 1. */
export interface EntryMatch {
  readonly entry: number;
  readonly match: number;
}

/** Below this share of what was typed, weighed by how much each word says, nothing is found. */
const leastShare = 0.6;
/** A word that names the area and not the thing itself. */
const areaWorth = 0.85;
/** A word from another name of the same thing. */
const siblingWorth = 0.9;
/** A word from the middle of a name without spaces. */
const innerWorth = 0.85;
const joinedWorth = 0.93;
/** A form that is found by alone: a reading, a brand. */
const hiddenWorth = 0.95;

/** What one word found, by form. */
interface FoundForms {
  /** What the word says, by how rare it is. */
  readonly weight: number;
  /** 0 where it was not found. */
  readonly quality: Float32Array;
  /** The part of a form's weight that it covers. */
  readonly covered: Float32Array;
}

/** The forms in which some word was found, each once. */
interface Touched {
  readonly forms: number[];
  readonly known: Uint8Array;
}

/** All entries that fit the words, in any order. @param lastIsOpen whether the last word is still being typed */
export function matchForms(index: PlacesIndex, words: readonly QueryWord[], lastIsOpen: boolean): EntryMatch[] {
  const touched: Touched = { forms: [], known: new Uint8Array(index.formCount) };
  const perWord = words.map((word, position) =>
    formsOf(index, word, lastIsOpen && position === words.length - 1, touched),
  );
  const total = perWord.reduce((sum, { weight }) => sum + weight, 0);
  const areas = words.length > 1 ? perWord.map((found) => areaQualities(index, found, touched)) : [];
  const best = new Map<number, number>();
  for (const form of touched.forms) {
    const entry = index.owner(form);
    let [sum, covered] = [0, 0];
    for (const [position, found] of perWord.entries()) {
      const quality = found.quality[form] ?? 0;
      if (quality > 0) covered += found.covered[form] ?? 0;
      sum += found.weight * (quality > 0 ? quality : elsewhere(index, entry, found, areas[position]));
    }
    const share = sum / total;
    if (covered === 0 || share < leastShare) continue;
    const complete = Math.min(1, covered / Math.max(1, index.formWeights[form] ?? 1));
    const match = share ** 1.5 * (0.7 + 0.3 * complete) * (index.isShown(form) ? 1 : hiddenWorth);
    if (match > (best.get(entry) ?? 0)) best.set(entry, match);
  }
  return Array.from(best, ([entry, match]) => ({ entry, match }));
}

/** How well a word fits something else about an entry: another of its names, or the place that it lies in. */
function elsewhere(
  index: PlacesIndex,
  entry: number,
  { quality }: FoundForms,
  area: ReadonlyMap<number, number> | undefined,
): number {
  if (area === undefined) return 0;
  let best = areaWorth * areaQuality(index, entry, area);
  const [first, end] = index.formsOf(entry);
  for (let form = first; form < end; form += 1) best = Math.max(best, siblingWorth * (quality[form] ?? 0));
  return best;
}

function formsOf(index: PlacesIndex, word: QueryWord, isOpen: boolean, touched: Touched): FoundForms {
  const quality = new Float32Array(index.formCount);
  const covered = new Float32Array(index.formCount);
  // A word that is found nowhere says as much as the rarest one.
  let [weight, bestQuality] = [rarity(index.formCount, 1), 0];
  for (const spelling of word.spellings) {
    for (const match of matchWords(index.words, spelling, isOpen, word.costs)) {
      const own = index.wordWeights[match.word] ?? 0;
      if (match.quality > bestQuality || (match.quality === bestQuality && own < weight)) {
        [weight, bestQuality] = [own, match.quality];
      }
      addForms(index, match, own, { quality, covered }, touched);
    }
  }
  return { weight, quality, covered };
}

function addForms(
  index: PlacesIndex,
  { word, quality }: WordMatch,
  own: number,
  found: Pick<FoundForms, 'quality' | 'covered'>,
  { forms, known }: Touched,
): void {
  const { postingStarts, postings } = index.sections;
  const end = postingStarts[word + 1] ?? 0;
  for (let at = postingStarts[word] ?? 0; at < end; at += 1) {
    const posting = postings[at] ?? 0;
    const form = posting & postingForm;
    const isInner = (posting & postingInner) !== 0;
    const isJoined = (posting & postingJoined) !== 0;
    const worth = quality * (isInner ? innerWorth : isJoined ? joinedWorth : 1);
    if (worth <= (found.quality[form] ?? 0)) continue;
    if (known[form] === 0) {
      known[form] = 1;
      forms.push(form);
    }
    found.quality[form] = worth;
    found.covered[form] = isInner || isJoined ? (index.formWeights[form] ?? 0) : own;
  }
}

/** How well a word names each place that something may lie in. */
function areaQualities(index: PlacesIndex, { quality, covered }: FoundForms, { forms }: Touched): Map<number, number> {
  const found = new Map<number, number>();
  for (const form of forms) {
    const own = quality[form] ?? 0;
    const entry = index.owner(form);
    if (own === 0 || index.kind(entry) !== 'place') continue;
    const share = Math.min(1, (covered[form] ?? 0) / Math.max(1, index.formWeights[form] ?? 1));
    found.set(entry, Math.max(found.get(entry) ?? 0, own * (0.5 + 0.5 * share)));
  }
  return found;
}

function areaQuality(index: PlacesIndex, entry: number, qualities: ReadonlyMap<number, number>): number {
  const area = index.area(entry);
  if (area === undefined) return 0;
  const wider = index.area(area);
  return Math.max(qualities.get(area) ?? 0, wider === undefined ? 0 : (qualities.get(wider) ?? 0));
}
