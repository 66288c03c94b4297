import type { Language } from '../../src/contract/screen/settings.ts';

/** The same phrases in every language: plain words, lists of them, a function of what is put into them,
 * or a table of the same below. */
export type WordTable<Words> = Readonly<Record<Language, Words>>;

type InAnyWords<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string
    ? string
    : Words[Key] extends (...parts: never[]) => string
      ? Words[Key]
      : Words[Key] extends readonly string[]
        ? readonly string[]
        : InAnyWords<Words[Key]>;
};

/**
 * A table of words. The Japanese side has to have the keys of the English one, no more and no fewer,
 * and its functions take the same.
 */
export const words = <Words extends object>(
  en: Words,
  ja: NoInfer<InAnyWords<Words>>,
): WordTable<InAnyWords<Words>> => ({
  en: en as InAnyWords<Words>,
  ja,
});
