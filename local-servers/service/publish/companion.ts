import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { MapKind } from '../../../src/maps/map-target.ts';
import { openPlaces } from '../../../src/navigation/places/open-places.ts';
import { decodeRoadGraph } from '../../../src/navigation/road-graph/decode-graph.ts';
import { maximumGraphBytes } from '../../../src/navigation/road-graph/graph-parts.ts';

/** What belongs to a region beside its archive of tiles, read and checked. */
export interface OpenCompanion {
  readonly kind: MapKind;
  /** Its name within the region, as terminals keep it. */
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

interface CompanionKind extends Omit<OpenCompanion, 'content'> {
  readonly maximumBytes: number;
  /** Throws where a terminal could not read it. */
  readonly check: (content: Uint8Array) => unknown;
}

const kinds: Readonly<Record<string, CompanionKind>> = {
  '.graph': {
    kind: 'graph',
    fileName: 'roads.graph',
    contentType: 'application/vnd.naviterm.graph',
    maximumBytes: maximumGraphBytes,
    check: decodeRoadGraph,
  },
  '.places': {
    kind: 'places',
    fileName: 'search.places',
    contentType: 'application/vnd.naviterm.places',
    maximumBytes: 512 * 1024 * 1024,
    check: openPlaces,
  },
};

export const isCompanion = (path: string): boolean => Object.hasOwn(kinds, extname(path).toLowerCase());

/** Reads a `.graph` or `.places` file as terminals will. @throws map.source-invalid */
export async function openCompanion(path: string): Promise<OpenCompanion> {
  const known = kinds[extname(path).toLowerCase()];
  if (known === undefined)
    throw new CodedError('map.source-invalid', { detail: `${path} is of no kind that is known` });
  const { kind, fileName, contentType, maximumBytes, check } = known;
  try {
    if ((await stat(path)).size > maximumBytes)
      throw new CodedError('map.source-invalid', { detail: 'it is too large' });
    const content = await readFile(path);
    check(content);
    return { kind, fileName, contentType, content };
  } catch (cause) {
    throw new CodedError('map.source-invalid', { detail: `${path} cannot be read`, cause });
  }
}
