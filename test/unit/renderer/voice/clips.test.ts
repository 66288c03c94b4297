import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { clipList } from '../../../../src/navigation/guidance/clips.ts';
import { phraseList } from '../../../../src/navigation/guidance/phrases.ts';

const folder = (language: string) =>
  fileURLToPath(new URL(`../../../../renderer/voice/clips/${language}`, import.meta.url));

describe.each(['en', 'ja'] as const)('the clips in %s', (language) => {
  const files = readdirSync(folder(language));

  test('are all that can be asked for, and no others', () => {
    expect(files.toSorted()).toEqual(
      [...clipList(language), ...phraseList(language)].map(({ id }) => `${id}.ogg`).toSorted(),
    );
  });

  test('are Opus, and small', () => {
    let bytes = 0;
    for (const file of files) {
      const packed = readFileSync(`${folder(language)}/${file}`);
      expect(packed.toString('latin1', 0, 4), file).toBe('OggS');
      expect(packed.includes('OpusHead'), file).toBe(true);
      bytes += packed.length;
    }
    expect(bytes).toBeLessThan(1_250_000);
  });
});
