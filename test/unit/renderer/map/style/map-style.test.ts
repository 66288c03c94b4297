import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { buildMapStyle, type MapStyleOptions } from '../../../../../renderer/map/style/map-style.ts';
import { styleChanges } from '../../../../../renderer/map/style/style-changes.ts';
import { poiClasses } from '../../../../../renderer/map/symbols/poi-symbols.ts';
import { categoryName } from '../../../../../renderer/words/categories.ts';

const options: MapStyleOptions = {
  theme: 'day',
  language: 'en',
  fonts: { 'Noto Sans Regular': [{ url: 'naviterm://terminal/assets/font.woff2', 'unicode-range': ['U+0-FF'] }] },
  overviewTiles: 'overview://{z}/{x}/{y}',
  detailTiles: 'detail://{z}/{x}/{y}',
  scale: 1,
  calm: false,
};
const style = (change: Partial<MapStyleOptions> = {}) => buildMapStyle({ ...options, ...change });

describe('the style of the map', () => {
  it.each([
    ['day', 'en', 1, false],
    ['day', 'ja', 1.5, true],
    ['night', 'en', 1.5, true],
    ['night', 'ja', 1, false],
  ] as const)('keeps to the specification by %s in %s', (theme, language, scale, calm) => {
    expect(validateStyleMin(style({ theme, language, scale, calm }))).toEqual([]);
  });

  it('has the same layers and sources whatever it looks like', () => {
    const [day, night] = [style(), style({ theme: 'night', language: 'ja', scale: 1.5, calm: true })];
    expect(night.layers.map(({ id }) => id)).toEqual(day.layers.map(({ id }) => id));
    expect(new Set(day.layers.map(({ id }) => id)).size).toBe(day.layers.length);
    expect(night.sources).toEqual(day.sources);
  });

  it('fetches nothing from elsewhere: no glyphs, no sprite, no remote source', () => {
    expect(JSON.stringify(style())).not.toMatch(/https?:/u);
    expect(style()).not.toHaveProperty('glyphs');
    expect(style()).not.toHaveProperty('sprite');
  });

  it('writes names in Japanese, else in English, else as they are there', () => {
    const place = style({ language: 'ja' }).layers.find(({ id }) => id === 'detail-settlement');
    expect(place?.layout).toMatchObject({
      'text-field': ['coalesce', ['get', 'name_ja'], ['get', 'name_en'], ['get', 'name']],
    });
  });

  it('lays the route over all roads and under all words', () => {
    const ids = style().layers.map(({ id }) => id);
    expect(ids.indexOf('route-casing')).toBeGreaterThan(ids.indexOf('detail-bridge'));
    expect(ids.indexOf('route-turn')).toBeLessThan(ids.indexOf('detail-road-name'));
  });
});

describe('the changes between two styles', () => {
  it('are none between equal ones', () => {
    expect(styleChanges(style(), style())).toEqual([]);
  });

  it('are paint only between day and night, so that no tile is laid out anew', () => {
    const changes = styleChanges(style(), style({ theme: 'night' }));
    expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['paint']));
    expect(changes).toContainEqual({
      layer: 'land',
      kind: 'paint',
      property: 'background-color',
      value: '#1b212c',
    });
  });

  it('are of the words alone between languages', () => {
    const changes = styleChanges(style(), style({ language: 'ja' }));
    expect(changes.length).toBeGreaterThan(5);
    expect(changes.every(({ property }) => property === 'text-field' || property === 'text-max-width')).toBe(true);
  });

  it('tell of a filter', () => {
    const changes = styleChanges(style(), style({ calm: true }));
    expect(changes.map(({ layer, kind }) => `${layer} ${kind}`).toSorted()).toEqual([
      'detail-housenumber layout',
      'detail-poi filter',
    ]);
  });
});

describe('the classes of places', () => {
  it('have a word of their own in both languages wherever they have a symbol', () => {
    const nameless = poiClasses.filter((name) => categoryName(name, 'en') === categoryName('unheard-of', 'en'));
    expect(nameless).toEqual([]);
  });
});
