import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../../../renderer/words/', import.meta.url);
const notTables = new Set(['table.ts', 'formats.ts']);
const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !notTables.has(name));

interface Table {
  readonly en: unknown;
  readonly ja: unknown;
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && 'en' in value && 'ja' in value;

/** Every phrase under the keys that lead to it; functions are spoken with a mark for each part. */
const phrasesOf = (value: unknown, path: string): readonly (readonly [string, string])[] => {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const marks = Array.from({ length: value.length }, (_, index) => `‹${index}›`);
    return [[`${path}(${value.length})`, String((value as (...parts: readonly string[]) => unknown)(...marks))]];
  }
  if (typeof value !== 'object' || value === null) return [[path, '']];
  return Object.entries(value).flatMap(([key, below]) => phrasesOf(below, `${path}.${key}`));
};

const keysOf = (value: unknown) =>
  Object.keys(value as object)
    .filter((key) => key !== 'steps' && key !== 'titles')
    .toSorted();

const tables: (readonly [string, Table])[] = [];
for (const file of files) {
  const module = (await import(new URL(file, folder).href)) as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(module)) if (isTable(value)) tables.push([`${file} ${name}`, value]);
}

it('finds the tables', () => {
  expect(tables.length).toBeGreaterThan(12);
});

describe.each(tables)('%s', (_name, { en, ja }) => {
  it('has the same phrases in both languages', () => {
    expect(keysOf(ja)).toEqual(keysOf(en));
  });

  it('leaves no phrase empty', () => {
    for (const [path, phrase] of [...phrasesOf(en, 'en'), ...phrasesOf(ja, 'ja')])
      expect(phrase.trim(), path).not.toBe('');
  });

  it('speaks every part of a phrase in both languages', () => {
    const parts = (words: unknown) =>
      phrasesOf(words, '')
        .filter(([path]) => path.includes('('))
        .map(([path, phrase]) => [path, [...phrase.matchAll(/‹\d›/gu)].map(String).toSorted()]);
    expect(Object.fromEntries(parts(ja))).toEqual(Object.fromEntries(parts(en)));
  });

  it('has no Japanese letters in the English words', () => {
    for (const [path, phrase] of phrasesOf(en, 'en')) expect(phrase, path).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/u);
  });
});
