import type { ClipId } from '../clip-ids.ts';

/** What a clip says. */
export interface Spoken {
  readonly words: string;
  /** The same in kana, for a voice that reads no kanji. */
  readonly reading?: string;
}

/** Every clip of a language. */
export type SpokenClips = Readonly<Record<ClipId, Spoken>>;
