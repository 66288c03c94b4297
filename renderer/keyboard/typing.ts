// A text field being typed into, as plain values: the text, its selection, and the Japanese that is still being composed.
// Every function gives the field after one step; nothing here knows of the screen.
import { nextForm } from './kana.ts';
import { settle, spell } from './romaji.ts';

/** One way to write the beginning of what is composed. */
export interface Candidate {
  readonly surface: string;
  /** The part of the reading, from its beginning, that the surface stands for. */
  readonly reading: string;
}

export interface Composing {
  /** Where it begins in the text, in UTF-16 units. */
  readonly from: number;
  /** Kana so far. */
  readonly reading: string;
  /** Romaji that are not yet a kana. */
  readonly letters: string;
  /** Once conversion was asked for: the candidate that stands in the text. */
  readonly candidate: Candidate | undefined;
}

export interface Typing {
  readonly text: string;
  /** The selection in UTF-16 units; while composing it is just what is composed. */
  readonly start: number;
  readonly end: number;
  /** Most UTF-16 units that the field takes. */
  readonly limit: number;
  readonly composing: Composing | undefined;
  /** What was converted last, as long as nothing else was done: `undo` composes it again. */
  readonly converted: { readonly from: number; readonly surface: string; readonly reading: string } | undefined;
}

/** A field with nothing being composed. */
export const field = (text: string, start = text.length, end = start, limit = Infinity): Typing => ({
  text,
  start,
  end,
  limit,
  composing: undefined,
  converted: undefined,
});

/** What stands in the text for what is composed. */
export const shown = ({ candidate, reading, letters }: Composing): string =>
  candidate === undefined ? reading + letters : candidate.surface + reading.slice(candidate.reading.length);

/** Puts text in place of the selection. A step that would pass the limit is not taken. */
function replace(typing: Typing, text: string): Typing | undefined {
  const whole = typing.text.slice(0, typing.start) + text + typing.text.slice(typing.end);
  if (whole.length > typing.limit && whole.length > typing.text.length) return undefined;
  const caret = typing.start + text.length;
  return { ...typing, text: whole, start: caret, end: caret, composing: undefined, converted: undefined };
}

/** Shows `composing` in place of what was composed, or of the selection where nothing was. */
function compose(typing: Typing, composing: Composing): Typing {
  const text = shown(composing);
  const replaced = replace(typing, text);
  if (replaced === undefined) return typing;
  if (text === '') return replaced;
  return { ...replaced, start: composing.from, composing };
}

const begin = (typing: Typing): Composing => ({
  from: typing.start,
  reading: '',
  letters: '',
  candidate: undefined,
});

/** What is composed becomes part of the text as it stands. */
export function confirm(typing: Typing): Typing {
  const { composing } = typing;
  if (composing === undefined) return typing;
  const settled = { ...composing, letters: settle(composing.letters) };
  const done = replace(typing, shown(settled)) ?? { ...typing, start: typing.end, composing: undefined };
  if (composing.candidate === undefined) return done;
  const surface = shown(composing);
  return { ...done, converted: { from: composing.from, surface, reading: composing.reading } };
}

/** Types letters, digits or marks as they are. */
export function typeText(typing: Typing, text: string): Typing {
  const ready = confirm(typing);
  return replace(ready, text) ?? ready;
}

/** What is being composed, or a beginning; a candidate that stands there is taken first. */
function open(typing: Typing): { typing: Typing; composing: Composing } {
  const ready = typing.composing?.candidate === undefined ? typing : confirm(typing);
  return { typing: ready, composing: ready.composing ?? begin(ready) };
}

/** Types kana to be converted. */
export function typeKana(typing: Typing, kana: string): Typing {
  const { typing: ready, composing } = open(typing);
  return compose(ready, { ...composing, reading: composing.reading + settle(composing.letters) + kana, letters: '' });
}

/** Types one letter of romaji. */
export function typeLetter(typing: Typing, letter: string): Typing {
  const { typing: ready, composing } = open(typing);
  const { kana, rest } = spell(composing.letters + letter);
  return compose(ready, { ...composing, reading: composing.reading + kana, letters: rest });
}

/** Gives the last kana its next form: か → が, つ → っ → づ. Works on the text before the caret too. */
export function changeForm(typing: Typing): Typing {
  const { composing } = typing;
  if (composing === undefined) {
    const form = typing.start === typing.end ? nextForm(typing.text.charAt(typing.start - 1)) : undefined;
    return form === undefined ? typing : (replace({ ...typing, start: typing.start - 1 }, form) ?? typing);
  }
  const form = nextForm(composing.reading.slice(-1));
  if (form === undefined || composing.letters !== '' || composing.candidate !== undefined) return typing;
  return compose(typing, { ...composing, reading: composing.reading.slice(0, -1) + form });
}

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** UTF-16 units of the last letter as people count letters. */
const lengthOfLast = (text: string): number => {
  let last = '';
  for (const { segment } of segments.segment(text.slice(-40))) last = segment;
  return last.length;
};

/** Takes back: the candidate, then what is composed letter by letter, then the selection or the letter before it. */
export function backspace(typing: Typing): Typing {
  const { composing } = typing;
  if (composing?.candidate !== undefined) return compose(typing, { ...composing, candidate: undefined });
  if (composing !== undefined) {
    const { letters, reading } = composing;
    const shorter = letters === '' ? { reading: reading.slice(0, -1) } : { letters: letters.slice(0, -1) };
    return compose(typing, { ...composing, ...shorter });
  }
  const alone = typing.start === typing.end;
  const start = alone ? typing.start - lengthOfLast(typing.text.slice(0, typing.start)) : typing.start;
  return replace({ ...typing, start }, '') ?? typing;
}

/** Shows a candidate in place of what is composed. One that does not fit the reading or the field is not shown. */
export function showCandidate(typing: Typing, candidate: Candidate): Typing {
  const { composing } = typing;
  if (composing === undefined) return typing;
  const whole = { ...composing, reading: composing.reading + settle(composing.letters), letters: '' };
  if (candidate.reading === '' || candidate.surface === '' || !whole.reading.startsWith(candidate.reading)) {
    return typing;
  }
  return compose(typing, { ...whole, candidate });
}

/** Takes a candidate; what it does not stand for goes on being composed. */
export function takeCandidate(typing: Typing, candidate: Candidate): Typing {
  const showing = showCandidate(typing, candidate);
  const { composing } = showing;
  if (composing?.candidate !== candidate) return typing;
  const rest = composing.reading.slice(candidate.reading.length);
  if (rest === '') return confirm(showing);
  const from = composing.from + candidate.surface.length;
  return { ...showing, start: from, composing: { ...composing, from, reading: rest, candidate: undefined } };
}

/** Gives up the candidate, or else what is composed. */
export function cancel(typing: Typing): Typing {
  const { composing } = typing;
  if (composing === undefined) return typing;
  if (composing.candidate !== undefined) return compose(typing, { ...composing, candidate: undefined });
  return replace(typing, '') ?? typing;
}

/** Composes again what was converted last. */
export function undo(typing: Typing): Typing {
  const { converted } = typing;
  if (converted === undefined) return typing;
  const end = converted.from + converted.surface.length;
  const selected = { ...typing, start: converted.from, end };
  const again = compose(selected, { ...begin(selected), reading: converted.reading });
  return again === selected ? typing : again;
}

/** Moves the caret one letter; what is composed is settled first. */
export function moveCaret(typing: Typing, direction: 'left' | 'right'): Typing {
  const ready = confirm(typing);
  const { text, start, end } = ready;
  let caret = direction === 'left' ? start : end;
  if (start === end && direction === 'left') caret -= lengthOfLast(text.slice(0, start));
  if (start === end && direction === 'right')
    caret += [...segments.segment(text.slice(end, end + 40))][0]?.segment.length ?? 0;
  return { ...ready, start: caret, end: caret, converted: undefined };
}
