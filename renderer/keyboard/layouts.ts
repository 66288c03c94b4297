// What keys there are and where: rows of keys, each so many units wide. Nothing here knows of the screen.
import { nextForm } from './kana.ts';

export type Page = 'latin' | 'symbols' | 'digits' | 'kana';

/** Keys that do something other than write their letter. */
export type Command =
  | 'backspace'
  | 'space'
  | 'enter'
  | 'shift'
  | 'left'
  | 'right'
  | 'hide'
  | 'form'
  | 'latin'
  | 'symbols'
  | 'digits'
  | 'kana';

export type KeyDefinition = (
  | { readonly write: string; /** What a long press offers as well. */ readonly variants?: readonly string[] }
  | { readonly command: Command }
) & {
  readonly units: number;
  /** Units left free before it. */
  readonly gap?: number;
};

export interface Layout {
  /** Units that a row is wide. */
  readonly units: number;
  readonly rows: readonly (readonly KeyDefinition[])[];
}

const command = (name: Command, units = 2): KeyDefinition => ({ command: name, units });

/** Letters of one row, two units each; what a long press offers is given by letter. */
const letters = (row: string, variants: Readonly<Record<string, string>> = {}): KeyDefinition[] =>
  Array.from(row, (letter) => {
    const others = variants[letter];
    return others === undefined
      ? { write: letter, units: 2 }
      : { write: letter, variants: Array.from(others), units: 2 };
  });

const indented = ([first, ...others]: readonly KeyDefinition[], gap: number): KeyDefinition[] =>
  first === undefined ? [] : [{ ...first, gap }, ...others];

const latinVariants = lettersByKey(`q1 w2 e3éèêë r4 t5 y6ýÿ u7úùûü i8íìîï o9óòôöõøœ p0 aáàâäãåæ sß cç nñ ,'" .@-_/:`);

/** `nñ sß`: a key, then what else it writes. */
function lettersByKey(lists: string): Record<string, string> {
  return Object.fromEntries(lists.split(' ').map((list) => [list.slice(0, 1), list.slice(1)]));
}

/** The key that leads from Latin letters to kana is there where Japanese is typed. */
const lastRow = (first: Command, japanese: boolean): KeyDefinition[] => [
  command(first, 3),
  ...(japanese ? [command('kana')] : []),
  ...letters(',', latinVariants),
  command('space', japanese ? 6 : 8),
  ...letters('.', latinVariants),
  command('hide'),
  command('enter', 3),
];

const latin = (japanese: boolean): Layout => ({
  units: 20,
  rows: [
    letters('qwertyuiop', latinVariants),
    indented(letters('asdfghjkl', latinVariants), 1),
    [command('shift', 3), ...letters('zxcvbnm', latinVariants), command('backspace', 3)],
    lastRow('symbols', japanese),
  ],
});

const symbols = (japanese: boolean): Layout => ({
  units: 20,
  rows: [
    letters('1234567890', { '0': '°' }),
    letters('@#$&_-()/+', { $: '€£¥', '-': '–—', '(': '[{<', ')': ']}>', '+': '±' }),
    [command('digits', 3), ...letters('*=%:;!?', { '!': '¡', '?': '¿' }), command('backspace', 3)],
    lastRow('latin', japanese),
  ],
});

const wide = (row: string): KeyDefinition[] => letters(row).map((key) => ({ ...key, units: 4 }));

const digits: Layout = {
  units: 20,
  rows: [
    [...wide('123-'), command('backspace', 4)],
    [...wide('456+'), command('hide', 4)],
    [...wide('789.'), command('space', 4)],
    [command('latin', 4), ...wide('*0#'), command('enter', 4)],
  ],
};

/** The other forms of a kana: か → が, は → ば ぱ, つ → っ づ. */
function otherForms(kana: string): string[] {
  const forms: string[] = [];
  for (let form = nextForm(kana); form !== undefined && form !== kana; form = nextForm(form)) forms.push(form);
  return forms;
}

const kanaKeys = (row: string): KeyDefinition[] =>
  Array.from(row, (write) => {
    const variants = otherForms(write);
    return variants.length === 0 ? { write, units: 2 } : { write, variants, units: 2 };
  });

/** The table of fifty sounds, a row for each vowel, between the keys for modes and those for conversion. */
const kana: Layout = {
  units: 26,
  rows: [
    [command('latin'), ...kanaKeys('あかさたなはまやらわ'), command('backspace', 4)],
    [command('digits'), ...kanaKeys('いきしちにひみ「りを'), command('form', 4)],
    [command('left'), ...kanaKeys('うくすつぬふむゆるんー、')],
    [command('right'), ...kanaKeys('えけせてねへめ」れ。'), command('space', 4)],
    [command('hide'), ...kanaKeys('おこそとのほもよろ・'), command('enter', 4)],
  ],
};

/** @param japanese whether the field takes Japanese, so that kana can be reached */
export function layoutOf(page: Page, japanese: boolean): Layout {
  switch (page) {
    case 'latin':
      return latin(japanese);
    case 'symbols':
      return symbols(japanese);
    case 'digits':
      return digits;
    case 'kana':
      return kana;
  }
}
