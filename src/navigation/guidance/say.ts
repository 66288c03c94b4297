import type { Manoeuvre } from '../../contract/screen/route.ts';
import type { Language } from '../../contract/screen/settings.ts';
import { spokenExits, type ActionClip, type ClipId, type EventClip } from './clip-ids.ts';
import { distanceClip, stageClip, type Units } from './spoken-distance.ts';
import type { Side, Step } from './steps.ts';
import { english } from './words/en.ts';
import { japanese } from './words/ja.ts';
import type { Words } from './words/words.ts';

/** What is to be said, in no language yet. Distances in metres; a step without one is to be done now. */
export type Announcement =
  | { readonly kind: 'step'; readonly step: Step; readonly metres?: number; readonly after?: Step }
  | { readonly kind: 'stage'; readonly metres: number }
  | { readonly kind: 'arrived'; readonly side?: Side }
  | {
      readonly kind: Exclude<EventClip, 'now' | 'and-then' | 'arrived' | 'arrived-left' | 'arrived-right'>;
    };

export interface SpeechOptions {
  readonly language: Language;
  readonly units: Units;
}

/** As the event `speak` carries it. */
export interface Speech {
  readonly language: Language;
  readonly words: string;
  readonly clips: ClipId[];
  readonly urgent: boolean;
}

const words: Readonly<Record<Language, Words>> = { en: english, ja: japanese };
/** Characters of a road's name within a sentence. */
const longestRoad = 120;

/** Puts an announcement into words, and into clips that say it without the names of roads. */
export function say(announcement: Announcement, options: SpeechOptions): Speech {
  const language = words[options.language];
  const parts = partsOf(announcement, options.units);
  let text = '';
  for (const { clip, road } of parts) {
    const said = road === undefined ? language.clips[clip].words : named(language, clip, road);
    if (clip === 'and-then') text += language.beforeThen + said + language.afterThen;
    else text += isLead(clip) ? said + language.afterDistance : said;
  }
  return {
    language: options.language,
    words: sentence(text) + language.end,
    clips: parts.map(({ clip }) => clip),
    urgent: isUrgent(announcement),
  };
}

/** The thing to do as a list shows it: without distance, without an end. */
export function manoeuvreOf(step: Step, language: Language): Manoeuvre {
  const { kind, at, distance, road, exit } = step;
  return {
    kind,
    at,
    distance,
    words: sentence(listWords(step, words[language])),
    ...(road === undefined ? {} : { road }),
    ...(exit === undefined ? {} : { exit }),
  };
}

function listWords(step: Step, language: Words): string {
  const road = step.road?.slice(0, longestRoad);
  if (step.kind !== 'depart') return named(language, actionOf(step), road);
  return road === undefined ? language.depart : language.departAlong.replace('{road}', () => road);
}

interface Part {
  readonly clip: ClipId;
  readonly road?: string;
}

function partsOf(announcement: Announcement, units: Units): readonly Part[] {
  switch (announcement.kind) {
    case 'step': {
      const { step, metres, after } = announcement;
      const lead: Part = { clip: metres === undefined ? 'now' : distanceClip(metres, units) };
      const rest = after === undefined ? [] : [{ clip: 'and-then' } as const, partOf(after)];
      return [lead, partOf(step), ...rest];
    }
    case 'stage':
      return [{ clip: stageClip(announcement.metres, units) ?? 'go-straight' }];
    case 'arrived':
      return [{ clip: announcement.side === undefined ? 'arrived' : `arrived-${announcement.side}` }];
    default:
      return [{ clip: announcement.kind }];
  }
}

function partOf(step: Step): Part {
  const road = step.road?.slice(0, longestRoad);
  return { clip: actionOf(step), ...(road === undefined ? {} : { road }) };
}

function actionOf({ kind, keep, exit, side }: Step): ActionClip {
  switch (kind) {
    case 'depart':
    case 'continue':
      return 'go-straight';
    case 'slight-left':
      return keep ? 'keep-left' : 'bear-left';
    case 'slight-right':
      return keep ? 'keep-right' : 'bear-right';
    case 'left':
    case 'right':
      return `turn-${kind}`;
    case 'sharp-left':
      return 'turn-sharp-left';
    case 'sharp-right':
      return 'turn-sharp-right';
    case 'roundabout': {
      const counted = spokenExits.find((one) => one === exit);
      return counted === undefined ? 'roundabout' : `roundabout-exit-${counted}`;
    }
    case 'arrive':
      return side === undefined ? 'arrive' : `arrive-${side}`;
    default:
      return kind;
  }
}

function named(language: Words, clip: ClipId, road: string | undefined): string {
  const ontos: Readonly<Partial<Record<ClipId, string>>> = language.onto;
  const onto = ontos[clip];
  return road === undefined || onto === undefined ? language.clips[clip].words : onto.replace('{road}', () => road);
}

const isLead = (clip: ClipId) => clip === 'now' || clip.startsWith('in-');

function isUrgent(announcement: Announcement): boolean {
  if (announcement.kind === 'step') return announcement.metres === undefined;
  return announcement.kind === 'off-route' || announcement.kind === 'arrived';
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1, 399);
}
