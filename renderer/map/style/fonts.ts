import type { StyleSpecification } from 'maplibre-gl';
import cyrillicRegular from '@fontsource/noto-sans/files/noto-sans-cyrillic-400-normal.woff2?url';
import cyrillicStrong from '@fontsource/noto-sans/files/noto-sans-cyrillic-600-normal.woff2?url';
import cyrillicExtRegular from '@fontsource/noto-sans/files/noto-sans-cyrillic-ext-400-normal.woff2?url';
import cyrillicExtStrong from '@fontsource/noto-sans/files/noto-sans-cyrillic-ext-600-normal.woff2?url';
import greekRegular from '@fontsource/noto-sans/files/noto-sans-greek-400-normal.woff2?url';
import greekStrong from '@fontsource/noto-sans/files/noto-sans-greek-600-normal.woff2?url';
import latinRegular from '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url';
import latinStrong from '@fontsource/noto-sans/files/noto-sans-latin-600-normal.woff2?url';
import latinExtRegular from '@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff2?url';
import latinExtStrong from '@fontsource/noto-sans/files/noto-sans-latin-ext-600-normal.woff2?url';
import japaneseRegular from '@fontsource/noto-sans-jp/files/noto-sans-jp-japanese-400-normal.woff2?url';
import japaneseStrong from '@fontsource/noto-sans-jp/files/noto-sans-jp-japanese-600-normal.woff2?url';

const latin = ['U+0000-00FF', 'U+0131', 'U+0152-0153', 'U+02BB-02BC', 'U+02C6', 'U+02DA', 'U+02DC', 'U+2000-206F'];
const latinExt = ['U+0100-02BA', 'U+02BD-02C5', 'U+02C7-02D9', 'U+02DD-02FF', 'U+1E00-1EFF', 'U+20A0-20C0'];
const greek = ['U+0370-03FF'];
const cyrillic = ['U+0400-045F', 'U+0490-0491', 'U+04B0-04B1', 'U+2116'];
const cyrillicExt = ['U+0460-052F', 'U+1C80-1C8A', 'U+2DE0-2DFF', 'U+A640-A69F'];
const japanese = ['U+3000-30FF', 'U+31F0-31FF', 'U+3400-4DBF', 'U+4E00-9FFF', 'U+F900-FAFF', 'U+FF00-FFEF'];

const face = (url: string, ranges: string[]) => ({ url, 'unicode-range': ranges });

/** The program's own font files, by the names that the style uses; each is read once a letter of its range is drawn. */
export const mapFonts: NonNullable<StyleSpecification['font-faces']> = {
  'Noto Sans Regular': [
    face(latinRegular, latin),
    face(latinExtRegular, latinExt),
    face(greekRegular, greek),
    face(cyrillicRegular, cyrillic),
    face(cyrillicExtRegular, cyrillicExt),
  ],
  'Noto Sans SemiBold': [
    face(latinStrong, latin),
    face(latinExtStrong, latinExt),
    face(greekStrong, greek),
    face(cyrillicStrong, cyrillic),
    face(cyrillicExtStrong, cyrillicExt),
  ],
  'Noto Sans JP Regular': [face(japaneseRegular, japanese)],
  'Noto Sans JP SemiBold': [face(japaneseStrong, japanese)],
};
