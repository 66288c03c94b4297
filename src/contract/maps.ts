import { Type, type Static } from 'typebox';

/** Addresses of the service server that serve maps (C11); every one takes a session-signed GET. */
export const catalogPath = '/v1/catalog';
export const metadataPath = (file: string) => `/v1/metadata/${file}`;
export const regionKeyPath = (region: string) => `/v1/regions/${region}/key`;
export const chunkPath = (chunkId: string) => `/v1/chunks/${chunkId}`;

export const RegionId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,40}$' });

/** What this terminal may download; the facts that count are in the signed metadata. */
export const Catalog = Type.Object(
  {
    regions: Type.Array(
      Type.Object(
        {
          id: RegionId,
          entitled: Type.Boolean(),
          targets: Type.Array(Type.String({ maxLength: 120 }), { maxItems: 32 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 2_000 },
    ),
  },
  { additionalProperties: false },
);
export type Catalog = Static<typeof Catalog>;
