import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goodVoice, anyVoice, type Voice } from '../../../../renderer/voice/platform-voice.ts';
import { add, finish, silence, type Speech } from '../../../../renderer/voice/speech-queue.ts';
import { createSpeaker, type SpeakerPorts } from '../../../../renderer/voice/speaker.ts';

const speech = (words: string, urgent = false, language: 'en' | 'ja' = 'en'): Speech => ({
  language,
  words,
  clips: [words],
  urgent,
});

/** A room in which what sounds is written down; each sound ends when it is told to. */
function room(clipsThere: (id: string) => boolean = () => true) {
  const sounding = new Map<string, () => void>();
  const log: string[] = [];
  const play = (words: string) => {
    log.push(words);
    let end: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      end = resolve;
    });
    sounding.set(words, end);
    const stop = () => {
      sounding.delete(words);
      end();
    };
    return { done, stop };
  };
  const ports: SpeakerPorts = {
    goodVoice: () => undefined,
    anyVoice: (language) => (language === 'en' ? (words) => play(`voice: ${words}`) : undefined),
    clips: (_, ids) => (ids.length > 0 && ids.every(clipsThere) ? () => play(ids.join(' ')) : undefined),
    setVolume: () => undefined,
  };
  const end = async (words: string) => {
    const stop = sounding.get(words);
    sounding.delete(words);
    stop?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { ports, log, sounding, end };
}

describe('the speaker', () => {
  test('says one thing after the other', async () => {
    const { ports, log, sounding, end } = room();
    const speaker = createSpeaker(ports);
    speaker.say(speech('a'));
    speaker.say(speech('b'));
    expect([...sounding.keys()]).toEqual(['a']);
    await end('a');
    expect([...sounding.keys()]).toEqual(['b']);
    expect(log).toEqual(['a', 'b']);
  });

  test('lets what is urgent interrupt, and drops what waited', async () => {
    const { ports, log, sounding, end } = room();
    const speaker = createSpeaker(ports);
    speaker.say(speech('a'));
    speaker.say(speech('b'));
    speaker.say(speech('now', true));
    expect([...sounding.keys()]).toEqual(['now']);
    await end('now');
    expect(sounding.size).toBe(0);
    expect(log).toEqual(['a', 'now']);
  });

  test('is silent when it is off or turned down, and stops in the middle', () => {
    const { ports, sounding } = room();
    const speaker = createSpeaker(ports);
    speaker.say(speech('a'));
    speaker.set(false, 1);
    expect(sounding.size).toBe(0);
    speaker.say(speech('b'));
    speaker.set(true, 0);
    speaker.say(speech('c'));
    expect(sounding.size).toBe(0);
    speaker.set(true, 0.5);
    speaker.say(speech('d'));
    expect([...sounding.keys()]).toEqual(['d']);
  });

  test('falls back to a voice where clips are missing, and goes on where there is none', async () => {
    const { ports, log, sounding } = room((id) => id !== 'lost');
    const speaker = createSpeaker(ports);
    speaker.say(speech('lost', false, 'ja'));
    expect(sounding.size).toBe(0);
    speaker.say(speech('lost'));
    expect(log).toEqual(['voice: lost']);
  });

  test('never says two things at once, whatever comes', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('say' as const), urgent: fc.boolean() }),
      fc.constantFrom(
        { do: 'end' as const },
        { do: 'hush' as const },
        { do: 'mute' as const },
        { do: 'unmute' as const },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { ports, sounding, end } = room();
        const speaker = createSpeaker(ports);
        let count = 0;
        for (const one of steps) {
          if (one.do === 'say') speaker.say(speech(`${(count += 1)}`, one.urgent));
          else if (one.do === 'end') await end([...sounding.keys()][0] ?? '');
          else if (one.do === 'hush') speaker.hush();
          else speaker.set(one.do === 'unmute', 1);
          expect(sounding.size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('the queue', () => {
  test('keeps the newest two that wait', () => {
    const queue = ['a', 'b', 'c', 'd'].map((words) => speech(words)).reduce(add, silence);
    expect([queue.current?.words, ...queue.waiting.map(({ words }) => words)]).toEqual(['a', 'c', 'd']);
  });

  test('goes on only when what is said now has ended', () => {
    const [a, b] = [speech('a'), speech('b')];
    const queue = add(add(silence, a), b);
    expect(finish(queue, b)).toBe(queue);
    expect(finish(queue, a)).toEqual({ current: b, waiting: [] });
  });
});

describe('the voices of the system', () => {
  const voice = (name: string, lang: string, localService = true): Voice => ({
    name,
    lang,
    localService,
    voiceURI: name,
  });
  const espeak = [voice('Japanese espeak-ng', 'ja'), voice('English (America) espeak-ng', 'en-US')];

  test('eSpeak is no good voice; in Japanese it is none at all', () => {
    expect(goodVoice(espeak, 'en')).toBeUndefined();
    expect(anyVoice(espeak, 'en')?.lang).toBe('en-US');
    expect(anyVoice(espeak, 'ja')).toBeUndefined();
  });

  test('a voice of the machine is good, one from the network is not', () => {
    expect(goodVoice([voice('Haruka', 'ja-JP')], 'ja')?.name).toBe('Haruka');
    expect(goodVoice([voice('Cloud', 'ja-JP', false)], 'ja')).toBeUndefined();
  });
});
