import { checksum } from '../../src/navigation/position/nmea/sentence.ts';

/** A whole sentence, with its checksum. */
export function sentence(content: string): string {
  return `$${content}*${checksum(content).toString(16).toUpperCase().padStart(2, '0')}`;
}
