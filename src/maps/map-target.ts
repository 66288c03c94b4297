import type { TargetFile } from '@tufjs/models';
import { Type, type Static } from 'typebox';
import { check } from '../contract/check.ts';
import { RegionId } from '../contract/maps.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { maxChunkListBytes } from './chunks/chunk-list.ts';
import type { Digest } from './chunks/digest.ts';

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Text = Type.String({ minLength: 1, maxLength: 500 });
const Longitude = Type.Integer({ minimum: -1_800_000_000, maximum: 1_800_000_000 });
const Latitude = Type.Integer({ minimum: -900_000_000, maximum: 900_000_000 });

/** What an artefact is for. A terminal leaves targets of other kinds alone, so that newer publishers may add some. */
const kinds = ['tiles', 'places', 'graph', 'style'] as const;
export type MapKind = (typeof kinds)[number];
const isKind = (value: unknown): value is MapKind => kinds.some((kind) => kind === value);

/** What an artefact is and shows. */
const described = {
  kind: Type.Enum(kinds),
  region: Type.Object({
    id: RegionId,
    /** By language tag (BCP 47). */
    names: Type.Record(Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$' }), Text, {
      maxProperties: 100,
      additionalProperties: false,
    }),
    /** West, south, east, north in units of 1e-7 degrees (canonical JSON has no fractions). */
    boundsE7: Type.Tuple([Longitude, Latitude, Longitude, Latitude]),
  }),
  attribution: Type.Optional(Text),
  licence: Type.Optional(Text),
};
export const MapFacts = Type.Object(described);
export type MapFacts = Static<typeof MapFacts>;

/** `custom.naviterm` of a TUF target: what the publisher says of the artefact, and thereby signs (G3). */
const Facts = Type.Object({
  ...described,
  /** For people, e.g. "2026-11-20"; which of two is newer, the metadata's own versions say. */
  version: Type.String({ pattern: '^[\\x21-\\x7e]{1,64}$' }),
  contentType: Type.String({ pattern: '^[a-z0-9.+-]{1,64}/[a-z0-9.+-]{1,64}$' }),
  /** SHA-256 and length of the encoded chunk list. */
  chunkList: Type.Object({ sha256: Sha256, length: Type.Integer({ minimum: 1, maximum: maxChunkListBytes }) }),
});
export type RegionFacts = Static<typeof Facts>['region'];

/** An artefact as signed: the whole plain file, and what it is. */
export interface MapTarget extends Static<typeof Facts> {
  /** `<regionId>/<file>`, e.g. `montevideo/tiles.pmtiles`. Safe as a relative path: no dots lead, no other separators. */
  readonly name: string;
  /** Bytes of the whole plain file. */
  readonly length: number;
  readonly sha256: Digest;
}

const fileName = /^[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?$/;

/**
 * Reads a target of verified metadata; undefined where it is no artefact of a kind that is known.
 * @throws `code` where it says that it is one, but does not have the shape.
 */
export function fromTargetFile(file: TargetFile, code: ErrorCode = 'map.metadata-invalid'): MapTarget | undefined {
  const custom = file.custom['naviterm'];
  if (typeof custom !== 'object' || custom === null || !('kind' in custom) || !isKind(custom.kind)) return undefined;
  const facts = check(Facts, custom, code);
  const sha256 = check(Sha256, file.hashes['sha256'], code);
  const [region, name, ...more] = file.path.split('/');
  if (region !== facts.region.id || name === undefined || !fileName.test(name) || more.length > 0)
    throw new CodedError(code, { detail: 'the name of a target is not that of a file of its region' });
  if (!Number.isSafeInteger(file.length) || file.length < 1)
    throw new CodedError(code, { detail: 'the length of a target is out of range' });
  return { name: file.path, length: file.length, sha256, ...facts };
}

/** The bounds in degrees: west, south, east, north. */
export function boundsInDegrees(region: RegionFacts): readonly [number, number, number, number] {
  const [west, south, east, north] = region.boundsE7;
  return [west / 1e7, south / 1e7, east / 1e7, north / 1e7];
}

export function toBoundsE7([west, south, east, north]: readonly [
  number,
  number,
  number,
  number,
]): RegionFacts['boundsE7'] {
  return [Math.round(west * 1e7), Math.round(south * 1e7), Math.round(east * 1e7), Math.round(north * 1e7)];
}
