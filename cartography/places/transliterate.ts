// Cyrillic names in the Latin letters that somebody types who does not have the others: by sound, without marks.
const letters: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh ' +
    'щ shch ъ - ы y ь - э e ю yu я ya ә a ғ g қ k ң n ө o ұ u ү u һ h і i'
  )
    .split(' ')
    .flatMap((sign, index, all) => (index % 2 === 0 ? [[sign, (all[index + 1] ?? '').replace('-', '')]] : [])),
);

/** Undefined for a text without Cyrillic letters. */
export function transliterate(text: string): string | undefined {
  if (!/\p{Script=Cyrillic}/u.test(text)) return undefined;
  return text.toLowerCase().replaceAll(/\p{Script=Cyrillic}/gu, (letter) => letters[letter] ?? letter);
}
