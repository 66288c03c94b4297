import type { EntryKind, FormRole } from '../../src/navigation/places/places-file.ts';
import type { Point } from '../../src/navigation/places/geometry.ts';
import type { OsmTags } from '../sources/osm-feature.ts';
import { transliterate } from './transliterate.ts';

/** A name of something, in some language. */
export interface NameForm {
  readonly text: string;
  readonly role: FormRole;
}

export interface HouseNumber extends Point {
  readonly number: number;
  /** What follows the number: ` BIS`, `/3`, `а`. */
  readonly suffix: string;
}

/** Something that can be looked for by name. */
export interface NamedEntry {
  readonly type: 'n' | 'w' | 'r' | 's';
  readonly id: number;
  readonly kind: EntryKind;
  readonly category: string;
  /** 0 to 255. */
  readonly importance: number;
  readonly point: Point;
  /** The first is the local name. */
  readonly forms: readonly NameForm[];
  readonly street?: { readonly lines: readonly (readonly Point[])[]; readonly houses: HouseNumber[] };
}

const otherNames = /^(?:(?:alt|short|old|official|loc|int|nat|reg|full)_name(?::.+)?|name_\d|name:.+|brand|operator)$/u;
const readings = /^(?:alt_|official_|short_)?name:(?:ja[-_](?:hira|kana|latn|rm)|ja:.+|.+-latn)$/iu;
const noNames = /^name:(?:etymology|source|prefix|suffix|left|right|pronunciation)/u;
const longestName = 200;
const brands = new Set(['brand', 'operator']);

/** Every name that the tags give, each once; nothing for the nameless. */
export function nameForms(tags: OsmTags, extra: readonly string[] = []): NameForm[] {
  const local = tags['name'] ?? tags['name:en'] ?? tags['name:ja'];
  if (local === undefined || local.trim() === '') return [];
  const forms: NameForm[] = [{ text: local, role: 'local' }];
  const add = (text: string | undefined, role: FormRole) => {
    for (const part of text?.split(';') ?? []) {
      const known = forms.some((form) => form.text === part && (form.role === role || role !== 'ja'));
      if (part.trim() !== '' && !known) forms.push({ text: part.trim(), role });
    }
  };
  add(tags['name:en'], 'en');
  add(tags['name:ja'], 'ja');
  for (const [key, value] of Object.entries(tags)) {
    if (key === 'name:en' || key === 'name:ja' || noNames.test(key) || brands.has(key)) continue;
    if (readings.test(key)) add(value, 'search');
    else if (otherNames.test(key)) add(value, 'other');
  }
  add(tags['brand'], 'search');
  for (const text of extra) add(text, 'search');
  for (const text of forms.map((form) => transliterate(form.text))) add(text, 'search');
  return forms.map(({ text, role }) => ({ text: text.slice(0, longestName), role }));
}
