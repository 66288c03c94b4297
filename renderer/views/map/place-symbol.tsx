import type { Place } from '../../../src/contract/screen/geography.ts';
import { glyphs, type GlyphName } from '../../map/symbols/glyphs.ts';
import { poiSymbol } from '../../map/symbols/poi-symbols.ts';
import { screenPalettes } from '../../map/style/screen-palette.ts';
import { useApp } from '../../state/app-context.ts';
import './place-symbol.css';

const kindGlyphs: Readonly<Record<Exclude<Place['kind'], 'poi'>, GlyphName>> = {
  place: 'city',
  street: 'road',
  address: 'house',
  point: 'pin',
};

/** The symbol that a place has on the map, for lists. */
export const PlaceSymbol = ({ kind, category }: Pick<Place, 'kind' | 'category'>) => {
  const { theme } = useApp();
  const palette = screenPalettes[theme.value];
  const { glyph, group } = kind === 'poi' ? poiSymbol(category) : { glyph: kindGlyphs[kind], group: 'civic' as const };
  return (
    <span class="place-symbol" style={{ background: palette.symbols[group], color: palette.glyph }}>
      <svg viewBox="0 0 24 24" width="1.4em" height="1.4em" aria-hidden="true">
        <path d={glyphs[glyph]} fill="currentColor" fill-rule="evenodd" />
      </svg>
    </span>
  );
};
