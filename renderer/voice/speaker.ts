// Says aloud what main asks for: with the system's voice where it has a good one, with clips otherwise; one thing at a time.
import type { Language } from '../../src/contract/screen/settings.ts';
import type { Playing } from './clip-player.ts';
import { add, finish, silence, type Speech, type SpeechQueue } from './speech-queue.ts';

/** What can make a sound. */
export interface SpeakerPorts {
  /** A way to say the words with a voice better than clips; undefined where there is none. */
  readonly goodVoice: (language: Language) => ((words: string, volume: number) => Playing) | undefined;
  /** The same with any voice that can be understood. */
  readonly anyVoice: (language: Language) => ((words: string, volume: number) => Playing) | undefined;
  /** A way to play the clips; undefined unless there is a clip for each. */
  readonly clips: (language: Language, clips: readonly string[]) => (() => Playing) | undefined;
  readonly setVolume: (volume: number) => void;
}

export interface Speaker {
  readonly say: (speech: Speech) => void;
  /** Stops what is said, and forgets what waits. */
  readonly hush: () => void;
  /** @param volume 0 to 1 @param on whether anything is said at all */
  readonly set: (on: boolean, volume: number) => void;
}

/** @param ports what can make a sound */
export function createSpeaker(ports: SpeakerPorts): Speaker {
  let queue: SpeechQueue = silence;
  let playing: Playing | undefined;
  let on = true;
  let volume = 1;

  const start = ({ language, words, clips }: Speech): Playing | undefined => {
    const good = ports.goodVoice(language);
    if (good !== undefined) return good(words, volume);
    const recorded = ports.clips(language, clips);
    if (recorded !== undefined) return recorded();
    return ports.anyVoice(language)?.(words, volume);
  };

  const become = (next: SpeechQueue) => {
    const before = queue.current;
    queue = next;
    if (next.current === before) return;
    playing?.stop();
    playing = undefined;
    if (next.current !== undefined) begin(next.current);
  };

  const begin = (speech: Speech) => {
    const begun = start(speech);
    if (begun === undefined) {
      become(finish(queue, speech));
      return;
    }
    playing = begun;
    void begun.done.then(() => {
      // Interrupted, it has ended long ago.
      if (playing !== begun) return;
      playing = undefined;
      become(finish(queue, speech));
    });
  };

  return {
    say: (speech) => {
      if (on && volume > 0) become(add(queue, speech));
    },
    hush: () => become(silence),
    set: (nextOn, nextVolume) => {
      on = nextOn;
      volume = nextVolume;
      ports.setVolume(nextOn ? nextVolume : 0);
      if (!on || volume === 0) become(silence);
    },
  };
}
