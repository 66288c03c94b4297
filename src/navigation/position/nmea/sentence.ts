/** A sentence of NMEA 0183 whose checksum was right. */
export interface Sentence {
  /** Three letters: `RMC`, `GGA`. Whoever talks (GP, GN, GL and others) says the same. */
  readonly type: string;
  /** What stands between the commas after the address. */
  readonly fields: readonly string[];
}

/** `$`, two letters of the talker, three of the type; fields; `*` and two hexadecimal digits. IEC 61162-1, 7.3. */
const form = /^\$([A-OQ-Z][A-Z])([A-Z]{3}),([\x20-\x23\x25-\x29\x2b-\x7e]*)\*([0-9A-Fa-f]{2})$/;

/**
 * Reads one line. Proprietary sentences (`$P...`), sentences without a checksum or with a wrong one, and rubbish give
 * undefined. What stands before the last `$` is what is left of another line.
 */
export function readSentence(line: string): Sentence | undefined {
  const start = line.lastIndexOf('$');
  const [sentence, talker, type, content, sum] = form.exec(start < 0 ? '' : line.slice(start).trimEnd()) ?? [];
  if (sentence === undefined || talker === undefined || type === undefined || content === undefined) return undefined;
  if (checksum(sentence.slice(1, -3)) !== Number.parseInt(sum ?? '', 16)) return undefined;
  return { type, fields: content.split(',') };
}

/** Exclusive or of the characters between `$` and `*`. */
export function checksum(content: string): number {
  let sum = 0;
  for (let index = 0; index < content.length; index += 1) sum ^= content.charCodeAt(index);
  return sum;
}
