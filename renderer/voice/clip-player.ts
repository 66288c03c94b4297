// Plays clips one after the other without a gap.

/** Something that is being said. */
export interface Playing {
  /** When it has come to its end, in whatever way. Never rejects. */
  readonly done: Promise<void>;
  readonly stop: () => void;
}

export interface ClipPlayer {
  /** @param urls of clips, in their order */
  readonly play: (urls: readonly string[]) => Playing;
  /** 0 to 1; for what is being played too. */
  readonly setVolume: (volume: number) => void;
}

/** Seconds: until the first clip begins, and after the last until the sound card may sleep or is given up. */
const lead = 0.03;
const tail = 0.15;
const patience = 3;

/** Clips that are kept unpacked; about 200 kB each. */
const mostKept = 24;

/** Hears nothing until the first clip is played: neither memory nor the sound card is taken before. */
export function createClipPlayer(): ClipPlayer {
  let sound: { readonly context: AudioContext; readonly gain: GainNode } | undefined;
  let volume = 1;
  const unpacked = new Map<string, Promise<AudioBuffer>>();

  const open = () => {
    if (sound !== undefined) return sound;
    const context = new AudioContext({ latencyHint: 'interactive' });
    const gain = context.createGain();
    gain.gain.value = volume;
    gain.connect(context.destination);
    sound = { context, gain };
    return sound;
  };

  const unpack = (context: AudioContext, url: string) => {
    const known = unpacked.get(url);
    // Put at the end again: the one not asked for longest goes first.
    unpacked.delete(url);
    const clip = known ?? fetch(url).then(async (reply) => context.decodeAudioData(await reply.arrayBuffer()));
    unpacked.set(url, clip);
    if (known === undefined) clip.catch(() => unpacked.delete(url));
    const [oldest] = unpacked.keys();
    if (unpacked.size > mostKept && oldest !== undefined) unpacked.delete(oldest);
    return clip;
  };

  const schedule = async (urls: readonly string[], sources: AudioBufferSourceNode[], isStopped: () => boolean) => {
    const { context, gain } = open();
    const clips = await Promise.all(urls.map((url) => unpack(context, url)));
    await context.resume();
    if (isStopped()) return;
    let at = context.currentTime + lead;
    for (const buffer of clips) {
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(gain);
      source.start(at);
      sources.push(source);
      at += buffer.duration;
    }
    const seconds = at - context.currentTime;
    await new Promise<void>((resolve) => {
      sources.at(-1)?.addEventListener('ended', () => setTimeout(resolve, tail * 1_000));
      setTimeout(resolve, (seconds + patience) * 1_000);
    });
  };

  return {
    play: (urls) => {
      const sources: AudioBufferSourceNode[] = [];
      let stopped = false;
      const done = schedule(urls, sources, () => stopped).catch(() => {
        // A clip that cannot be had or played: the words are on the screen.
      });
      return {
        done,
        stop: () => {
          stopped = true;
          for (const source of sources) source.stop();
        },
      };
    },
    setVolume: (next) => {
      volume = next;
      // Within 20 ms: a jump would crackle.
      sound?.gain.gain.setTargetAtTime(next, sound.context.currentTime, 0.02);
    },
  };
}
