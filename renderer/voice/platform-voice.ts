// The speech synthesis of the system, where it has a voice that can be listened to.
import type { Language } from '../../src/contract/screen/settings.ts';
import type { Playing } from './clip-player.ts';

/** What is known of a voice that decides about its use. */
export type Voice = Pick<SpeechSynthesisVoice, 'lang' | 'name' | 'voiceURI' | 'localService'>;

const speaks = (voice: Voice, language: Language) =>
  voice.localService && voice.lang.toLowerCase().startsWith(language);
const isEspeak = ({ name, voiceURI }: Voice) => /espeak/i.test(`${name} ${voiceURI}`);

/** A voice that speaks better than the clips: on the machine itself, and none of eSpeak's. */
export const goodVoice = <Kind extends Voice>(voices: readonly Kind[], language: Language): Kind | undefined =>
  voices.find((voice) => speaks(voice, language) && !isEspeak(voice));

/** A voice that is better than nothing. eSpeak reads no kanji: it says "Chinese letter" for each. */
export const anyVoice = <Kind extends Voice>(voices: readonly Kind[], language: Language): Kind | undefined =>
  goodVoice(voices, language) ?? (language === 'ja' ? undefined : voices.find((voice) => speaks(voice, language)));

/** Seconds after which a synthesis that neither ends nor fails is given up, and those for each letter on top. */
const patience = { start: 10, letter: 0.4 };

/** Speaks words with a voice of the system. @param volume 0 to 1 */
export function speakWords(words: string, voice: SpeechSynthesisVoice | undefined, volume: number): Playing {
  const utterance = new SpeechSynthesisUtterance(words);
  if (voice !== undefined) {
    utterance.voice = voice;
    utterance.lang = voice.lang;
  }
  utterance.volume = volume;
  const done = new Promise<void>((resolve) => {
    utterance.addEventListener('end', () => resolve());
    utterance.addEventListener('error', () => resolve());
    setTimeout(resolve, 1_000 * (patience.start + patience.letter * words.length));
  });
  speechSynthesis.speak(utterance);
  return { done, stop: () => speechSynthesis.cancel() };
}
