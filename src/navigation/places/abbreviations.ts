// What people write short on a keyboard and on signs, by the word that it stands for (folded).

const shortForms: Readonly<Record<string, string>> = {
  avenida: 'av avda avd ave aven',
  bulevar: 'bv bvar blvar bvr blvd boulevard bul',
  calle: 'cl',
  camino: 'cno cmno cmo',
  carretera: 'carr ctra',
  continuacion: 'cont',
  costanera: 'cost',
  diagonal: 'diag',
  pasaje: 'pje psje pas',
  peatonal: 'peat',
  plaza: 'pza plza',
  parque: 'pque pq',
  playa: 'pya',
  punta: 'pta',
  puente: 'pte pnte',
  puerto: 'pto',
  rambla: 'rbla rmbla ramb',
  ruta: 'rta',
  barrio: 'bo bro',
  almirante: 'alte alm',
  arquitecto: 'arq',
  arroyo: 'ao',
  brigadier: 'brig bgdr',
  capitan: 'cap capt cptn',
  comandante: 'cte cdte cmte',
  comodoro: 'com',
  contador: 'cr cdor',
  coronel: 'cnel crnel cor',
  doctor: 'dr',
  doctora: 'dra',
  general: 'gral gnral grl gen',
  gobernador: 'gdor gob gobdor',
  hermanos: 'hnos',
  hermano: 'hno',
  ingeniero: 'ing',
  maestro: 'mtro',
  maestra: 'mtra',
  mariscal: 'mcal',
  monsenor: 'mons',
  padre: 'pdre',
  presbitero: 'pbro',
  presidente: 'pte pdte presi pres',
  profesor: 'prof',
  profesora: 'profa',
  republica: 'rep rca',
  sargento: 'sgto',
  senor: 'sr',
  senora: 'sra',
  nuestra: 'ntra',
  nuestro: 'ntro',
  santa: 'sta',
  santo: 'sto',
  teniente: 'tte tnte',
  francisco: 'fco fsco',
  hospital: 'hosp',
  escuela: 'esc',
  facultad: 'fac',
  nacional: 'nac',
  internacional: 'intl int',
  aeropuerto: 'aerop apto',
  estacion: 'est',
  street: 'st str',
  road: 'rd',
  avenue: 'ave',
  square: 'sq',
  улица: 'ул',
  проспект: 'пр просп пркт',
  переулок: 'пер',
  бульвар: 'бул бр',
  площадь: 'пл',
  шоссе: 'ш',
  микрорайон: 'мкр мкрн',
  набережная: 'наб',
};

/** Spanish numbers as words, for streets named after days and heroes. */
const numberWords =
  'uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho ' +
  'diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho ' +
  'veintinueve treinta';

const expansions: ReadonlyMap<string, readonly string[]> = (() => {
  const found = new Map<string, string[]>();
  for (const [word, forms] of Object.entries(shortForms)) {
    for (const form of forms.split(' ')) found.set(form, [...(found.get(form) ?? []), word]);
  }
  numberWords.split(' ').forEach((word, index) => found.set(word, [String(index + 1)]));
  found.set('primero', ['1']);
  return found;
})();

/** What a word may stand for besides itself. */
export function expansionsOf(word: string): readonly string[] {
  return expansions.get(word) ?? [];
}
