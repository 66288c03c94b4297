import type { Language } from '../../src/contract/screen/settings.ts';

/** What places are, by the map's classes: English and Japanese. */
const table: Readonly<Record<string, readonly [en: string, ja: string]>> = {
  fuel: ['Fuel', 'ガソリンスタンド'],
  charging_station: ['Charging', '充電スタンド'],
  parking: ['Parking', '駐車場'],
  car_repair: ['Car repair', '自動車整備'],
  car_wash: ['Car wash', '洗車場'],
  car_rental: ['Car rental', 'レンタカー'],
  car: ['Car dealer', '自動車販売'],
  restaurant: ['Restaurant', 'レストラン'],
  cafe: ['Café', 'カフェ'],
  fast_food: ['Fast food', 'ファストフード'],
  ice_cream: ['Ice cream', 'アイスクリーム'],
  bar: ['Bar', 'バー'],
  bakery: ['Bakery', 'パン屋'],
  grocery: ['Groceries', 'スーパー'],
  mall: ['Shopping centre', 'ショッピングモール'],
  shop: ['Shop', '店'],
  hospital: ['Hospital', '病院'],
  doctors: ['Doctor', '医院'],
  pharmacy: ['Pharmacy', '薬局'],
  veterinary: ['Vet', '動物病院'],
  police: ['Police', '警察'],
  fire_station: ['Fire station', '消防署'],
  town_hall: ['Public office', '役所'],
  embassy: ['Embassy', '大使館'],
  post: ['Post office', '郵便局'],
  bank: ['Bank', '銀行'],
  office: ['Office', '事務所'],
  toilets: ['Toilets', 'トイレ'],
  information: ['Information', '案内所'],
  school: ['School', '学校'],
  college: ['University', '大学'],
  library: ['Library', '図書館'],
  theatre: ['Theatre', '劇場'],
  cinema: ['Cinema', '映画館'],
  museum: ['Museum', '博物館'],
  monument: ['Monument', '記念碑'],
  attraction: ['Sight', '観光名所'],
  place_of_worship: ['Place of worship', '宗教施設'],
  lodging: ['Hotel', 'ホテル'],
  park: ['Park', '公園'],
  playground: ['Playground', '遊び場'],
  stadium: ['Stadium', 'スタジアム'],
  sports: ['Sports', 'スポーツ施設'],
  golf: ['Golf', 'ゴルフ場'],
  zoo: ['Zoo', '動物園'],
  beach: ['Beach', '海岸'],
  cemetery: ['Cemetery', '墓地'],
  peak: ['Peak', '山'],
  cape: ['Cape', '岬'],
  airport: ['Airport', '空港'],
  railway: ['Station', '駅'],
  bus_station: ['Bus station', 'バスターミナル'],
  bus: ['Bus stop', 'バス停'],
  harbour: ['Marina', 'マリーナ'],
  country: ['Country', '国'],
  city: ['City', '市'],
  town: ['Town', '町'],
  village: ['Village', '村'],
  suburb: ['District', '地区'],
  quarter: ['Quarter', '街区'],
  neighbourhood: ['Neighbourhood', '近隣'],
  hamlet: ['Hamlet', '集落'],
  island: ['Island', '島'],
  islet: ['Islet', '小島'],
};

/** By what a place is, where its class says nothing. */
const kinds = {
  place: ['Place', '地名'],
  street: ['Street', '道路'],
  address: ['Address', '住所'],
  poi: ['Place of interest', '施設'],
  point: ['Point on the map', '地図上の地点'],
} as const;

/** What a place is, in the user's language. */
export function categoryName(category: string, language: Language, kind: keyof typeof kinds = 'poi'): string {
  const [en, ja] =
    (kind === 'street' || kind === 'address' || kind === 'point' ? undefined : table[category]) ?? kinds[kind];
  return language === 'ja' ? ja : en;
}

/** What drivers look for around them. */
export const nearbyCategories = [
  'fuel',
  'parking',
  'charging_station',
  'restaurant',
  'cafe',
  'grocery',
  'hospital',
  'pharmacy',
  'lodging',
  'bank',
  'car_repair',
  'toilets',
] as const;
