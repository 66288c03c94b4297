import type { AccountIssueReply } from '../../src/contract/sign-up.ts';

// C10: the spelling alphabet of radio (ICAO), for reading over the telephone.
const words: Readonly<Record<string, string>> = {
  A: 'Alfa',
  B: 'Bravo',
  C: 'Charlie',
  D: 'Delta',
  E: 'Echo',
  F: 'Foxtrot',
  G: 'Golf',
  H: 'Hotel',
  J: 'Juliett',
  K: 'Kilo',
  L: 'Lima',
  M: 'Mike',
  N: 'November',
  P: 'Papa',
  Q: 'Quebec',
  R: 'Romeo',
  S: 'Sierra',
  T: 'Tango',
  U: 'Uniform',
  V: 'Victor',
  W: 'Whiskey',
  X: 'X-ray',
  Y: 'Yankee',
  Z: 'Zulu',
  0: 'zero',
  1: 'one',
  2: 'two',
  3: 'three',
  4: 'four',
  5: 'five',
  6: 'six',
  7: 'seven',
  8: 'eight',
  9: 'nine',
  '-': 'hyphen',
};

/** C10: a new account as a sheet for a letter, or to be read over the telephone; its reader types it in once. */
export function accountSheet({ userId, password, licenceNumber }: AccountIssueReply): string {
  return [
    'Your Naviterm account',
    '',
    ...entry('User id (small letters)', userId),
    ...entry('Password (capital letters)', password),
    ...entry('Licence number', licenceNumber),
    'Type these into the terminal when it asks you to sign up. The password is kept nowhere else:',
    'if this sheet is lost before the first terminal has signed up, ask for a new one.',
    '',
  ].join('\n');
}

function entry(name: string, value: string): string[] {
  return [`${name}:`, `    ${value}`, ...spell(value).map((line) => `    ${line}`), ''];
}

/** A line for each group between hyphens. */
function spell(value: string): string[] {
  const groups = value.toUpperCase().split('-');
  return groups.map((group, index) => {
    const spelled = Array.from(group, (character) => words[character] ?? character).join(' ');
    return index < groups.length - 1 ? `${spelled}, ${words['-']}` : spelled;
  });
}
