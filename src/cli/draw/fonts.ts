import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GlobalFonts } from '@napi-rs/canvas';
import { CodedError } from '../../errors/coded-error.ts';

/** The font comes in one file a script and weight; a family of ours for each, tried in this order for each letter. */
const latinScripts = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek'].map((script) => ({
  folder: import.meta.resolve('@fontsource/noto-sans'),
  name: `noto-sans-${script}`,
}));
const japanese = { folder: import.meta.resolve('@fontsource/noto-sans-jp'), name: 'noto-sans-jp-japanese' };
const weights = [400, 600] as const;
type Weight = (typeof weights)[number];

const registered = new Set<string>();

/** Makes the fonts that come with the program known: a machine may have none. */
export function registerFonts(texts: Iterable<string>): void {
  for (const weight of weights) for (const script of latinScripts) register(script, weight);
  for (const text of texts) {
    // Reading the Japanese fonts takes a while; most maps need none of it.
    if (/[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/u.test(text)) {
      for (const weight of weights) register(japanese, weight);
      return;
    }
  }
}

/** A canvas font of `size` pixels. */
export function fontOf(size: number, weight: Weight): string {
  const families = [...latinScripts, japanese].map(({ name }) => `"${familyOf(name, weight)}"`);
  return `${size}px ${families.join(', ')}, sans-serif`;
}

function familyOf(name: string, weight: Weight): string {
  return `naviterm ${name} ${weight}`;
}

function register({ folder, name }: typeof japanese, weight: Weight): void {
  const family = familyOf(name, weight);
  if (registered.has(family)) return;
  const file = new URL(`files/${name}-${weight}-normal.woff2`, folder);
  if (GlobalFonts.register(readFileSync(fileURLToPath(file)), family) === null) {
    throw new CodedError('configuration.invalid', { detail: `the font ${name} cannot be loaded` });
  }
  registered.add(family);
}
