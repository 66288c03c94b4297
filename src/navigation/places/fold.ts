/** Letters that Unicode does not take apart into a letter and marks. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  º: 'o',
  ª: 'a',
};

/** One form for all ways to write a text: width, case and marks (but not those of kana) are gone. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/gu, '')
    .normalize('NFC')
    .replaceAll(/[ßæœøđðþłıºª]/gu, (letter) => letters[letter] ?? letter);
}

/** The words of a folded text. Apostrophes and the dots of initials join, everything else that is no letter parts. */
export function wordsOf(folded: string): string[] {
  const joined = folded.replaceAll(/['’‘`´ʼ]/gu, '').replaceAll(/(?<=(?<!\p{L})\p{L})\.(?=\p{L}(?!\p{L}))/gu, '');
  return joined.match(/[\p{L}\p{N}\p{Mn}]+/gu) ?? [];
}
