import type { Language } from '../../contract/screen/settings.ts';
import { clipIds } from './clip-ids.ts';
import { englishClips } from './words/en-clips.ts';
import { japaneseClips } from './words/ja-clips.ts';
import type { Spoken, SpokenClips } from './words/spoken.ts';

/** What each clip says, by language: announcements name clips of this list, in the order in which they are played. */
export const clips: Readonly<Record<Language, SpokenClips>> = { en: englishClips, ja: japaneseClips };

/** One clip to record: `id` is its name in every language. */
export interface ListedClip extends Spoken {
  readonly id: string;
}

/** Every clip of a language, once. */
export function clipList(language: Language): readonly ListedClip[] {
  return clipIds.map((id) => ({ id, ...clips[language][id] }));
}
