// What is said of changes on the screen, so that a driver need not look.
import type { ScreenState } from '../../src/contract/screen/state.ts';
import { sayPhrase, type PhraseId } from '../../src/navigation/guidance/phrases.ts';
import type { Speech } from './speech-queue.ts';

/** The part of the state that is spoken of. */
export type Told = Pick<ScreenState, 'downloads' | 'terminal' | 'settings'>;

function phrasesFor(before: Told, after: Told): PhraseId[] {
  const phrases: PhraseId[] = [];
  if (after.settings.voice && !before.settings.voice) phrases.push('voice-on');
  if (after.terminal.phase === 'signed-in' && before.terminal.phase === 'signed-out') phrases.push('account-ready');
  for (const { regionId, state } of after.downloads) {
    const earlier = before.downloads.find((download) => download.regionId === regionId)?.state;
    if (earlier === undefined || earlier === state) continue;
    if (state === 'done') phrases.push('download-finished');
    if (state === 'failed') phrases.push('download-stopped');
  }
  return phrases;
}

/** What has come about between two states, in words. */
export const announcements = (before: Told, after: Told): readonly Speech[] =>
  [...new Set(phrasesFor(before, after))].map((id) => sayPhrase(id, after.settings.language));
