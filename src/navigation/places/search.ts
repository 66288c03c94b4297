import type { FoundPlace, LongitudeLatitude, Place } from '../../contract/screen/geography.ts';
import { findAddress } from './addresses.ts';
import { coordinatesIn, pointPlace } from './coordinates.ts';
import { distanceBetween, distanceToBox, toPoint, type Point } from './geometry.ts';
import { matchForms, type EntryMatch } from './match-forms.ts';
import type { PlacesIndex } from './places-index.ts';
import { sorted } from './sorted.ts';
import { joinedReadings, readQuery, type HouseQuery, type Reading } from './query.ts';

export interface PlacesQuery {
  readonly text: string;
  /** Where the user is: what is near comes first, other things being equal. */
  readonly near?: LongitudeLatitude;
  readonly limit: number;
  /** In which names are given, where they exist: `ja`, `en`. */
  readonly language: string;
}

/** How much each counts beside how well the name fits, which is 1 at best. */
const importanceWorth = 0.28;
const nearnessWorth = 0.12;
/** At this distance, in metres, half of the nearness is left. */
const halfNear = 3_000;
/** A fit below this calls for other ways to read what was typed. */
const goodFit = 0.75;
/** So many streets are looked through for a house number. */
const streetsAsked = 24;

interface Ranked {
  readonly id: string;
  readonly place: () => Place;
  readonly point: Point;
  readonly score: number;
}

/**
 * What is meant by a text that somebody types: words in any order, the last one perhaps unfinished, with slips, in
 * Latin letters, kana or kanji; a house number after a street; or coordinates.
 *
 * @returns the likeliest first; nothing where nothing fits
 */
export function search(index: PlacesIndex, query: PlacesQuery): FoundPlace[] {
  const near = query.near === undefined ? undefined : toPoint(query.near);
  const typed = coordinatesIn(query.text);
  if (typed !== undefined) return [found(pointPlace(index, typed, query.language), toPoint(typed), near)];
  const lastIsOpen = /[\p{L}\p{N}\p{M}ー]$/u.test(query.text);
  const ranked = new Map<string, Ranked>();
  const consider = (candidates: readonly Ranked[]) => {
    for (const candidate of candidates) {
      if (candidate.score > (ranked.get(candidate.id)?.score ?? 0)) ranked.set(candidate.id, candidate);
    }
  };
  const readings = readQuery(query.text, index.hasReadings);
  let best = 0;
  const look = (reading: Reading) => {
    const matches = matchForms(index, reading.words, lastIsOpen && reading.house === undefined);
    for (const { match } of matches) best = Math.max(best, match);
    consider(
      reading.house === undefined
        ? rankEntries(index, matches, near, query)
        : rankAddresses(index, matches, reading.house, near, query),
    );
  };
  readings.forEach(look);
  const [first] = readings;
  if (first !== undefined && best < goodFit) joinedReadings(first).forEach(look);
  return sorted(ranked.values(), (a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, query.limit)
    .map(({ place, point }) => found(place(), point, near));
}

function rankEntries(
  index: PlacesIndex,
  matches: readonly EntryMatch[],
  near: Point | undefined,
  { language, limit }: PlacesQuery,
): Ranked[] {
  // Objects are made for the few that can be among the answers.
  return scored(index, matches, near)
    .slice(0, limit)
    .map(({ entry, score }) => ({
      id: index.id(entry),
      place: () => index.place(entry, language),
      point: index.point(entry),
      score,
    }));
}

function rankAddresses(
  index: PlacesIndex,
  matches: readonly EntryMatch[],
  house: HouseQuery,
  near: Point | undefined,
  { language }: PlacesQuery,
): Ranked[] {
  const onStreets = matches.filter(({ entry }) => index.kind(entry) === 'street');
  return scored(index, onStreets, near)
    .slice(0, streetsAsked)
    .map(({ entry, score }): Ranked => {
      const street = index.streetOf(entry);
      const address = street === undefined ? undefined : findAddress(index, street, house, language);
      if (address === undefined) {
        const id = index.id(entry);
        return { id, place: () => index.place(entry, language), point: index.point(entry), score: score * 0.7 };
      }
      const { place, point, certainty } = address;
      return { id: place.id, place: () => place, point, score: score * (0.9 + 0.15 * certainty) };
    });
}

/** The likeliest first, by how well the name fits, what it is and where it is. */
function scored(
  index: PlacesIndex,
  matches: readonly EntryMatch[],
  near: Point | undefined,
): { readonly entry: number; readonly score: number }[] {
  const all = matches.map(({ entry, match }) => ({
    entry,
    score: match + importanceWorth * index.importance(entry) + nearness(index, entry, near),
  }));
  return sorted(all, (a, b) => b.score - a.score);
}

function nearness(index: PlacesIndex, entry: number, near: Point | undefined): number {
  if (near === undefined) return 0;
  const street = index.kind(entry) === 'street' ? index.streetOf(entry) : undefined;
  const distance =
    street === undefined ? distanceBetween(near, index.point(entry)) : distanceToBox(near, ...index.streetBox(street));
  return nearnessWorth / (1 + distance / halfNear);
}

function found(place: Place, point: Point, near: Point | undefined): FoundPlace {
  return near === undefined ? { place } : { place, distance: Math.round(distanceBetween(near, point)) };
}
