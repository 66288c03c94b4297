// The layout of `<region>.places`, for who writes it and who reads it. docs/map-schema.md says it in words.

export const magic = 0x4c50_564e; // "NVPL" in little-endian order
export const formatVersion = 1;

/** Sections in their order, with the bytes that one element takes; each begins at a multiple of four. */
export const sections = [
  ['stringStarts', 4],
  ['strings', 1],
  ['categories', 4],
  ['suffixes', 4],
  ['entries', 4],
  ['forms', 4],
  ['wordStarts', 4],
  ['wordLengths', 1],
  ['wordShared', 1],
  ['wordText', 2],
  ['postingStarts', 4],
  ['postings', 4],
  ['streets', 4],
  ['streetBytes', 1],
] as const;
export type SectionName = (typeof sections)[number][0];

/** Four numbers (magic, version, length of the file, zero), then offset and length in bytes of each section. */
export const headerBytes = 16 + sections.length * 8;

/** Columns of `entries`. */
export const entryColumns = {
  /** The lower 32 bits of the OpenStreetMap object's number. */
  idLow: 0,
  /** Its higher bits (16), the type of object (2), the kind of entry (2), the category (8). */
  facts: 1,
  x: 2,
  y: 3,
  /** Number of the entry that it lies in. */
  area: 4,
  /** 0 to 255. */
  importance: 5,
  firstForm: 6,
  count: 7,
} as const;

/** Columns of `streets`, which go in the order of their entries. */
export const streetColumns = {
  entry: 0,
  west: 1,
  south: 2,
  east: 3,
  north: 4,
  /** Where in `streetBytes` its lines begin, and its house numbers; the next street's lines end these. */
  lines: 5,
  houses: 6,
  count: 7,
} as const;

/** Columns of `forms`. */
export const formColumns = { text: 0, owner: 1, count: 2 } as const;

export const none = 0xffff_ffff;
export const kinds = ['place', 'street', 'poi'] as const;
export type EntryKind = (typeof kinds)[number];
/** How the ids of OpenStreetMap's objects begin; a street has that of its oldest way. */
export const objectTypes = ['n', 'w', 'r', 's'] as const;

/** What a form of a name is. `search` forms are found by, but never shown. */
export const roles = ['local', 'en', 'ja', 'other', 'search'] as const;
export type FormRole = (typeof roles)[number];

/** The number of a form in `postings`; the higher bits say how the word stands in it. */
export const postingForm = 0x0fff_ffff;
export const postingInner = 0x8000_0000;
export const postingJoined = 0x4000_0000;
/** The entry in a form's owner; the highest four bits are the role. */
export const ownerEntry = 0x0fff_ffff;
