/** What the header of a PMTiles archive says of its content (PMTiles v3, section 3). */
export const tileTypes = { mvt: 1, png: 2, jpeg: 3, webp: 4, avif: 5 } as const;
export type TileType = keyof typeof tileTypes;

export const tileCompressions = { none: 1, gzip: 2, brotli: 3, zstd: 4 } as const;
export type TileCompression = keyof typeof tileCompressions;

/** Degrees, WGS 84: west < east and south < north. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface Centre {
  readonly longitude: number;
  readonly latitude: number;
  readonly zoom: number;
}

export interface ArchiveFacts {
  readonly tileType: TileType;
  /** How each tile is compressed; directories and metadata are always gzip where this module writes. */
  readonly tileCompression: TileCompression;
  readonly bounds: Bounds;
  readonly centre: Centre;
}

export const headerLength = 127;

/** The header and the root directory must lie within these first bytes (PMTiles v3, section 2). */
export const headAreaLength = 16_384;

/** 4^0 + … + 4^26 tiles stay below 2^53, so that a tile id is an exact number. */
export const highestZoom = 26;
