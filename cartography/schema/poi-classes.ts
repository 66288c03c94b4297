import type { OsmTags } from '../sources/osm-feature.ts';

export interface PoiClass {
  readonly class: string;
  readonly subclass: string;
  /** The first zoom; further ones come where there is room. */
  readonly minZoom: number;
  /** 1 is what most drivers look for; larger is less. */
  readonly rank: number;
  /** Worth a symbol even without a name. */
  readonly nameless: boolean;
}

/** OpenStreetMap's `key=value` → class, rank, first zoom if below 14, and whether a symbol without a name will do. */
const table: Readonly<Record<string, readonly [name: string, rank: number, minZoom?: number, nameless?: boolean]>> = {
  'aeroway=aerodrome': ['airport', 1, 9],
  'railway=station': ['railway', 1, 11],
  'railway=halt': ['railway', 2, 13],
  'amenity=bus_station': ['bus_station', 1, 12],
  'amenity=hospital': ['hospital', 1, 12],
  'amenity=clinic': ['hospital', 3],
  'amenity=doctors': ['doctors', 4],
  'amenity=dentist': ['doctors', 5],
  'amenity=pharmacy': ['pharmacy', 3, 14, true],
  'amenity=fuel': ['fuel', 1, 13, true],
  'amenity=charging_station': ['charging_station', 1, 13, true],
  'amenity=parking': ['parking', 2, 14, true],
  'amenity=car_wash': ['car_wash', 4],
  'amenity=car_rental': ['car_rental', 4],
  'amenity=police': ['police', 2, 13, true],
  'amenity=fire_station': ['fire_station', 3, 14, true],
  'amenity=townhall': ['town_hall', 2, 13],
  'amenity=courthouse': ['town_hall', 3],
  'amenity=embassy': ['embassy', 4],
  'amenity=post_office': ['post', 3, 14, true],
  'amenity=library': ['library', 3],
  'amenity=university': ['college', 2, 13],
  'amenity=college': ['college', 3],
  'amenity=school': ['school', 4],
  'amenity=kindergarten': ['school', 5],
  'amenity=theatre': ['theatre', 3],
  'amenity=cinema': ['cinema', 3],
  'amenity=arts_centre': ['theatre', 4],
  'amenity=place_of_worship': ['place_of_worship', 4],
  'amenity=marketplace': ['grocery', 2],
  'amenity=bank': ['bank', 3, 14, true],
  'amenity=atm': ['bank', 5, 14, true],
  'amenity=bureau_de_change': ['bank', 5],
  'amenity=restaurant': ['restaurant', 3],
  'amenity=fast_food': ['fast_food', 4],
  'amenity=food_court': ['fast_food', 4],
  'amenity=cafe': ['cafe', 3],
  'amenity=ice_cream': ['ice_cream', 5],
  'amenity=bar': ['bar', 4],
  'amenity=pub': ['bar', 4],
  'amenity=nightclub': ['bar', 5],
  'amenity=casino': ['attraction', 4],
  'amenity=toilets': ['toilets', 4, 14, true],
  'amenity=veterinary': ['veterinary', 5],
  'amenity=community_centre': ['town_hall', 5],
  'tourism=hotel': ['lodging', 2],
  'tourism=hostel': ['lodging', 3],
  'tourism=guest_house': ['lodging', 3],
  'tourism=motel': ['lodging', 3],
  'tourism=museum': ['museum', 2, 13],
  'tourism=gallery': ['museum', 4],
  'tourism=zoo': ['zoo', 2, 13],
  'tourism=attraction': ['attraction', 2, 13],
  'tourism=viewpoint': ['attraction', 3],
  'tourism=information': ['information', 3, 14],
  'historic=monument': ['monument', 3],
  'historic=memorial': ['monument', 5],
  'natural=peak': ['peak', 3, 12],
  'natural=cape': ['cape', 5],
  'natural=beach': ['beach', 3, 13],
  'leisure=park': ['park', 3, 13],
  'leisure=garden': ['park', 5],
  'leisure=stadium': ['stadium', 2, 13],
  'leisure=sports_centre': ['sports', 4],
  'leisure=fitness_centre': ['sports', 5],
  'leisure=golf_course': ['golf', 3, 13],
  'leisure=marina': ['harbour', 3, 13],
  'leisure=playground': ['playground', 6],
  'landuse=cemetery': ['cemetery', 4, 13],
  'shop=mall': ['mall', 1, 13],
  'shop=department_store': ['mall', 2],
  'shop=supermarket': ['grocery', 2],
  'shop=convenience': ['grocery', 4],
  'shop=bakery': ['bakery', 4],
  'shop=car_repair': ['car_repair', 3],
  'shop=tyres': ['car_repair', 4],
  'shop=car': ['car', 4],
  'highway=bus_stop': ['bus', 6, 14, true],
  'public_transport=platform': ['bus', 6, 14, true],
};

const keys = [
  'aeroway',
  'railway',
  'amenity',
  'tourism',
  'shop',
  'leisure',
  'historic',
  'natural',
  'landuse',
  'highway',
  'public_transport',
] as const;

export function classifyPoi(tags: OsmTags): PoiClass | undefined {
  for (const key of keys) {
    const value = tags[key];
    if (value === undefined || value === 'no') continue;
    const found = table[`${key}=${value}`];
    if (found !== undefined) {
      const [name, rank, minZoom = 14, nameless = false] = found;
      return { class: name, subclass: value, rank, minZoom, nameless };
    }
    if (key === 'shop') return { class: 'shop', subclass: value, rank: 5, minZoom: 14, nameless: false };
  }
  return tags['office'] === undefined
    ? undefined
    : { class: 'office', subclass: tags['office'], rank: 6, minZoom: 14, nameless: false };
}
