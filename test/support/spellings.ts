/**
 * The ways in which bytes can be written down: raw, hex, base64 of either alphabet, wherever they begin in a group of a
 * longer text, and what JavaScript makes of bytes by mistake.
 */
export function spellings(value: Uint8Array): [string, Buffer][] {
  const raw = Buffer.from(value);
  const hex = raw.toString('hex');
  const encoded = (['base64', 'base64url'] as const).flatMap((alphabet) =>
    [0, 1, 2].map((offset): [string, Buffer] => [
      `${alphabet} at ${offset}`,
      Buffer.from(inside(raw, offset, alphabet)),
    ]),
  );
  const mistakes: [string, Buffer][] = [
    ['list of numbers', Buffer.from([...raw].join(','))],
    ['object of numbers', Buffer.from([...raw].map((byte, index) => `"${index}":${byte}`).join(','))],
    ['latin1 as UTF-8', Buffer.from(raw.toString('latin1'), 'utf8')],
  ];
  return [['raw', raw], ['hex', Buffer.from(hex)], ['HEX', Buffer.from(hex.toUpperCase())], ...encoded, ...mistakes];
}

/** The characters that a value gives within a longer base64 text, when `offset` bytes of its first group are not its own. */
function inside(value: Buffer, offset: number, alphabet: 'base64' | 'base64url'): string {
  const text = Buffer.concat([Buffer.alloc(offset), value])
    .toString(alphabet)
    .replace(/=+$/, '');
  const first = offset === 0 ? 0 : offset + 1;
  const wholeGroups = Math.floor(((offset + value.byteLength) * 8) / 6);
  return text.slice(first, wholeGroups);
}

/**
 * What was heard, as it was and with the escapes around it undone: %XX of addresses and forms, \uXXXX of JSON, lines that
 * mail breaks its base64 into.
 */
export function readings(heard: Buffer): [string, Buffer][] {
  const text = heard.toString('latin1');
  const found: [string, string][] = [['as it was', text]];
  const add = (name: string, reading: string) => {
    if (found.every(([, known]) => known !== reading)) found.push([name, reading]);
  };
  const percent = text.replaceAll(/%([0-9a-fA-F]{2})/g, (_, hex: string) => character(hex));
  add('percent-decoded', percent);
  add('JSON unescaped', unescapeJson(text));
  add('percent-decoded and JSON unescaped', unescapeJson(percent));
  add('unbroken', unescapeJson(percent).replaceAll(/=?[\r\n]+[ \t]*|[ \t]+/g, ''));
  return found.map(([name, reading]) => [name, Buffer.from(reading, 'latin1')]);
}

function character(hex: string): string {
  const code = parseInt(hex, 16);
  return code < 0x100 ? String.fromCharCode(code) : Buffer.from(String.fromCharCode(code), 'utf8').toString('latin1');
}

const shortEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescapeJson(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|([nrtbf"\\/]))/g, (_, hex?: string, short?: string) =>
    hex === undefined ? (shortEscapes[short ?? ''] ?? short ?? '') : character(hex),
  );
}
