import { formatVersion, headerBytes, magic, sections, type SectionName } from './places-file.ts';
import { invalidPlaces } from './words.ts';

type ByWidth = { 1: Uint8Array; 2: Uint16Array; 4: Uint32Array };
type WidthOf<Name extends SectionName> = Extract<(typeof sections)[number], readonly [Name, unknown]>[1];
/** The sections of a places file, as views on its bytes. */
export type PlacesSections = { readonly [Name in SectionName]: ByWidth[WidthOf<Name>] };

/** Cuts a file into its sections. @throws CodedError map.places-invalid */
export function readSections(file: Uint8Array): PlacesSections {
  // Views need whole words; a piece of a larger buffer may begin anywhere.
  const bytes = file.byteOffset % 4 === 0 ? file : Uint8Array.from(file);
  if (bytes.length < headerBytes) throw invalidPlaces('too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== magic) throw invalidPlaces('it is none');
  if (view.getUint32(4, true) !== formatVersion) throw invalidPlaces('it is of another version');
  if (view.getUint32(8, true) !== bytes.length) throw invalidPlaces('its length');
  const found = sections.map(([name, width], index) => {
    const offset = view.getUint32(16 + index * 8, true);
    const length = view.getUint32(20 + index * 8, true);
    if (offset % 4 !== 0 || offset < headerBytes || offset + length > bytes.length || length % width !== 0) {
      throw invalidPlaces(`where its ${name} are`);
    }
    const start = bytes.byteOffset + offset;
    // Little-endian, as every machine that this runs on.
    if (width === 1) return [name, new Uint8Array(bytes.buffer, start, length)] as const;
    if (width === 2) return [name, new Uint16Array(bytes.buffer, start, length / 2)] as const;
    return [name, new Uint32Array(bytes.buffer, start, length / 4)] as const;
  });
  return Object.fromEntries(found) as PlacesSections;
}
