import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { Catalog, catalogPath, metadataPath, RegionId, regionKeyPath } from '../../../src/contract/maps.ts';
import { SealedRegionKey } from '../../../src/contract/sessions.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { sealRegionKey } from '../../../src/maps/region-key.ts';
import type { RoleName } from '../../../src/maps/tuf/metadata.ts';
import { oncePerTurn } from '../../kit/once-per-turn.ts';
import type { Guard } from '../access/guard.ts';
import type { MapSecrets } from '../store/map-secrets.ts';
import type { MapStore } from '../store/map-store.ts';
import { PublishedCatalog } from '../published-catalog.ts';
import { behindGuard, jsonAnswer, quietly } from './session-route.ts';

interface Parts {
  readonly guard: Guard;
  readonly baseUrl: string;
  readonly maps: MapStore;
  readonly secrets: MapSecrets;
}

/** C11: what there is, what of it this terminal may have, and the publisher's word on it (G3). */
export function addMapRoutes(app: FastifyInstance, { guard, baseUrl, maps, secrets }: Parts): void {
  const published = new PublishedCatalog();
  const catalog = oncePerTurn(async () => published.holding(await maps.publishedRegions()));
  app.get(
    catalogPath,
    {
      ...quietly(app),
      schema: { summary: 'Regions, and whether the contract covers them', response: { 200: Catalog } },
    },
    behindGuard(guard, baseUrl, (session) => {
      const current = catalog();
      const answer = (found: PublishedCatalog) => found.answerFor(guard.entitlement(session));
      return current instanceof Promise ? current.then(answer) : answer(current);
    }),
  );

  const file = Type.String({ maxLength: 40 });
  app.get<{ Params: { file: string } }>(
    metadataPath(':file'),
    { ...quietly(app), schema: { summary: 'A TUF metadata file', params: Type.Object({ file }) } },
    behindGuard(guard, baseUrl, async (_session, request) => {
      const { role, version } = metadataName(request.params.file);
      const found = await maps.metadata(role, version);
      if (found === undefined) throw new CodedError('request.not-found');
      // UTF-8, as it was signed: text and bytes give one another.
      return { type: 'application/json', body: Buffer.from(found.bytes).toString('utf8') };
    }),
  );

  app.get<{ Params: { region: string } }>(
    regionKeyPath(':region'),
    {
      ...quietly(app),
      schema: {
        summary: 'The key of a region, sealed for the session',
        params: Type.Object({ region: RegionId }),
        response: { 200: SealedRegionKey },
      },
    },
    behindGuard(guard, baseUrl, async (session, request) => {
      const { region } = request.params;
      const key = await secrets.regionKey(maps, region);
      if (key === undefined) throw new CodedError('map.region-unknown');
      guard.assertEntitled(session, region);
      return jsonAnswer({ sealed: toBase64url(sealRegionKey(session.audienceKey, region, key)) });
    }),
  );
}

/** TUF 1.0, section 6.2 (consistent snapshots): all but the timestamp are asked for by version. */
function metadataName(file: string): { readonly role: RoleName; readonly version?: number } {
  if (file === 'timestamp.json') return { role: 'timestamp' };
  const [, version, role] = /^([1-9]\d{0,9})\.(root|snapshot|targets)\.json$/.exec(file) ?? [];
  if (role === 'root' || role === 'snapshot' || role === 'targets') return { role, version: Number(version) };
  throw new CodedError('request.not-found');
}
