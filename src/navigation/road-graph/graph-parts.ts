/** A road graph as it is written: what the rest follows from. Positions in units of 1e-7 degrees. */
export interface GraphParts {
  readonly drivesOn: 'left' | 'right';
  readonly nodes: readonly NodeParts[];
  readonly edges: readonly EdgeParts[];
  /** Turns that a sign forbids, from one arc into another, in ascending order. */
  readonly forbidden: readonly (readonly [from: number, to: number])[];
}

export interface NodeParts {
  readonly longitude: number;
  readonly latitude: number;
  /** Seconds, 0 to 255. */
  readonly delay: number;
}

export interface EdgeParts {
  readonly from: number;
  readonly to: number;
  /** Bits of `edgeFlags`. */
  readonly flags: number;
  /** Index into `roadClasses`. */
  readonly roadClass: number;
  /** Kilometres an hour, 1 to 255. */
  readonly speed: number;
  /** Kilometres an hour, 0 where unknown. */
  readonly speedLimit: number;
  /** Seconds of waiting on the way, 0 to 255. */
  readonly delay: number;
  readonly name: string | undefined;
  readonly ref: string | undefined;
  /** Between its two nodes: longitude and latitude in turn. */
  readonly between: readonly number[];
}

/** The first bytes of a road graph: what it is, and the version of its form. */
export const graphMagic: readonly number[] = [0x4e, 0x56, 0x47, 0x52, 0x41, 0x50, 0x48, 0x01]; // NVGRAPH, 1

/** Bytes that a name or a road's number may have. */
export const maximumTextBytes = 1_000;
/** Roads that may meet in one place; more make a search slow. */
export const maximumArms = 64;
/** Metres that one edge may be long. */
export const maximumEdgeLength = 1_000_000;
/** Bytes that a graph may have. */
export const maximumGraphBytes = 512 * 1024 * 1024;
