import { describe, expect, it } from 'vitest';
import { clipIds } from '../../../../src/navigation/guidance/clip-ids.ts';
import { clipList } from '../../../../src/navigation/guidance/clips.ts';

describe('the list of clips', () => {
  it('has every clip once in both languages, under names that can be file names', () => {
    for (const language of ['en', 'ja'] as const) {
      expect(clipList(language).map(({ id }) => id)).toEqual(clipIds);
    }
    expect(new Set(clipIds).size).toBe(clipIds.length);
    expect(clipIds.filter((id) => !/^[a-z0-9-]{1,60}$/.test(id))).toEqual([]);
  });

  it('says something in each', () => {
    expect(clipList('en').filter(({ words }) => !/^[A-Za-z0-9.,\- ]{3,}$/.test(words))).toEqual([]);
  });

  it('reads Japanese in kana alone', () => {
    const unread = clipList('ja').filter(
      ({ reading }) => !/^[\u3041-\u3096\u30a1-\u30fa\u30fc、。]{2,}$/.test(reading ?? ''),
    );
    expect(unread).toEqual([]);
  });

  it('says no two clips alike', () => {
    for (const language of ['en', 'ja'] as const) {
      expect(new Set(clipList(language).map(({ words }) => words)).size).toBe(clipIds.length);
    }
  });
});
