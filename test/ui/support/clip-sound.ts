import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import type { Language } from '../../../src/contract/screen/settings.ts';

export interface ClipSound {
  readonly seconds: number;
  /** Of full scale. */
  readonly peak: number;
  /** Root mean square, of full scale. */
  readonly level: number;
  /** Samples that stand at full scale. */
  readonly clipped: number;
}

/** A clip as the page's own decoder unpacks it. */
export async function clipSound(page: Page, language: Language, id: string): Promise<ClipSound> {
  const file = fileURLToPath(new URL(`../../../renderer/voice/clips/${language}/${id}.ogg`, import.meta.url));
  const packed = (await readFile(file)).toString('base64');
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0);
    const context = new OfflineAudioContext(1, 1, 48_000);
    const sound = await context.decodeAudioData(bytes.buffer);
    const samples = sound.getChannelData(0);
    let peak = 0;
    let squares = 0;
    let clipped = 0;
    for (const sample of samples) {
      const size = Math.abs(sample);
      peak = Math.max(peak, size);
      squares += sample * sample;
      if (size >= 0.999) clipped += 1;
    }
    return { seconds: sound.duration, peak, level: Math.sqrt(squares / samples.length), clipped };
  }, packed);
}
