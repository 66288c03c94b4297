import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { CodedError } from '../../errors/coded-error.ts';

/** Noto Sans comes in one file a script and weight; a family of ours for each, tried in this order for each letter. */
const scripts = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek'] as const;
const weights = [400, 600] as const;
type Weight = (typeof weights)[number];

const registered = new Set<string>();

/** Makes the fonts that come with the program known: a machine may have none. */
export function registerFonts(texts: Iterable<string>): void {
  for (const weight of weights) for (const script of scripts) register('noto-sans', script, weight);
  for (const text of texts) {
    // Reading the Japanese fonts takes a while; most maps need none of it.
    if (/[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/u.test(text)) {
      for (const weight of weights) register('noto-sans-jp', 'japanese', weight);
      return;
    }
  }
}

/** A canvas font of `size` pixels. */
export function fontOf(size: number, weight: Weight): string {
  const families = [...scripts.map((script) => familyOf('noto-sans', script, weight))];
  families.push(familyOf('noto-sans-jp', 'japanese', weight));
  return `${size}px ${families.map((family) => `"${family}"`).join(', ')}, sans-serif`;
}

function familyOf(font: string, script: string, weight: Weight): string {
  return `naviterm ${font} ${script} ${weight}`;
}

function register(font: string, script: string, weight: Weight): void {
  const family = familyOf(font, script, weight);
  if (registered.has(family)) return;
  const file = `@fontsource/${font}/files/${font}-${script}-${weight}-normal.woff2`;
  const path = createRequire(import.meta.url).resolve(file);
  if (GlobalFonts.register(readFileSync(path), family) === null) {
    throw new CodedError('configuration.invalid', { detail: `the font ${file} cannot be loaded` });
  }
  registered.add(family);
}
