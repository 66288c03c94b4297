import { clipUrls } from './clip-files.ts';
import { createClipPlayer } from './clip-player.ts';
import { anyVoice, goodVoice, speakWords } from './platform-voice.ts';
import { createSpeaker, type Speaker } from './speaker.ts';

/** The speaker of this page. */
export function createPageSpeaker(): Speaker {
  const player = createClipPlayer();
  let asked = false;

  const voices = (): readonly SpeechSynthesisVoice[] => {
    const known = speechSynthesis.getVoices();
    if (known.length === 0 && !asked) {
      // On Linux the voices become known only after something was spoken; a blank, which is not heard.
      asked = true;
      speakWords(' ', undefined, 0);
    }
    return known;
  };
  const speaking = (voice: SpeechSynthesisVoice | undefined) =>
    voice === undefined ? undefined : (words: string, volume: number) => speakWords(words, voice, volume);

  return createSpeaker({
    goodVoice: (language) => speaking(goodVoice(voices(), language)),
    anyVoice: (language) => speaking(anyVoice(voices(), language)),
    clips: (language, clips) => {
      const urls = clipUrls(language, clips);
      return urls === undefined ? undefined : () => player.play(urls);
    },
    setVolume: player.setVolume,
  });
}
