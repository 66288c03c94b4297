import type { SymbolGroup } from '../style/screen-palette.ts';
import type { GlyphName } from './glyphs.ts';

export interface PoiSymbol {
  readonly glyph: GlyphName;
  readonly group: SymbolGroup;
}

const table: Readonly<Record<string, readonly [glyph: GlyphName, group: SymbolGroup]>> = {
  airport: ['plane', 'transit'],
  railway: ['train', 'transit'],
  bus_station: ['bus', 'transit'],
  bus: ['bus', 'transit'],
  harbour: ['anchor', 'transit'],
  fuel: ['fuel', 'car'],
  charging_station: ['charging', 'car'],
  parking: ['parking', 'car'],
  car_repair: ['wrench', 'car'],
  car_wash: ['car', 'car'],
  car_rental: ['car', 'car'],
  car: ['car', 'car'],
  hospital: ['cross', 'health'],
  doctors: ['cross', 'health'],
  pharmacy: ['capsule', 'health'],
  veterinary: ['paw', 'health'],
  police: ['shield', 'civic'],
  fire_station: ['flame', 'civic'],
  town_hall: ['columns', 'civic'],
  embassy: ['flag', 'civic'],
  post: ['envelope', 'civic'],
  bank: ['columns', 'civic'],
  office: ['briefcase', 'civic'],
  toilets: ['person', 'civic'],
  information: ['information', 'civic'],
  school: ['cap', 'culture'],
  college: ['cap', 'culture'],
  library: ['book', 'culture'],
  theatre: ['mask', 'culture'],
  cinema: ['film', 'culture'],
  museum: ['columns', 'culture'],
  monument: ['obelisk', 'culture'],
  attraction: ['star', 'culture'],
  place_of_worship: ['arch', 'culture'],
  lodging: ['bed', 'stay'],
  restaurant: ['fork', 'food'],
  cafe: ['cup', 'food'],
  fast_food: ['burger', 'food'],
  ice_cream: ['cone', 'food'],
  bar: ['glass', 'food'],
  bakery: ['bread', 'food'],
  grocery: ['cart', 'shop'],
  mall: ['bag', 'shop'],
  shop: ['bag', 'shop'],
  park: ['tree', 'green'],
  playground: ['ball', 'green'],
  stadium: ['ball', 'green'],
  sports: ['ball', 'green'],
  golf: ['flag', 'green'],
  zoo: ['paw', 'green'],
  beach: ['umbrella', 'green'],
  cemetery: ['grave', 'green'],
  peak: ['peak', 'green'],
  cape: ['peak', 'green'],
};

/** The classes of `poi` that have a symbol of their own. */
export const poiClasses: readonly string[] = Object.keys(table);

/** The symbol of a class of the map's schema, of `poi` or of anything else that can be found. */
export function poiSymbol(poiClass: string): PoiSymbol {
  const [glyph, group] = table[poiClass] ?? (['dot', 'other'] as const);
  return { glyph, group };
}
