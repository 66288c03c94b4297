import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { chunkPath } from '../../../src/contract/maps.ts';
import { Bytes } from '../../../src/contract/primitives.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { Guard } from '../access/guard.ts';
import { Recent } from '../../kit/recent.ts';
import type { Bandwidths } from '../delivery/bandwidth.ts';
import type { ChunkFiles } from '../delivery/chunk-files.ts';
import { fileAnswer } from '../delivery/file-answer.ts';
import type { MapStore } from '../store/map-store.ts';
import { behindGuard, quietly } from './session-route.ts';

interface Parts {
  readonly guard: Guard;
  readonly baseUrl: string;
  readonly maps: MapStore;
  readonly files: ChunkFiles;
  readonly bandwidths: Bandwidths;
}

const rememberedChunks = 100_000;

/**
 * C5, G4: one sealed chunk a response, each request checked anew. The bytes are not signed: they open under the key of
 * their region alone, and only as what the publisher signed.
 */
export function addChunkRoute(app: FastifyInstance, { guard, baseUrl, maps, files, bandwidths }: Parts): void {
  // A chunk's id is derived from its region's key, so it belongs to one region for ever.
  const regions = new Recent<string, string>(rememberedChunks);
  const regionOf = async (chunkId: string): Promise<string> => {
    const region = regions.get(chunkId) ?? (await maps.regionOfChunk(chunkId));
    if (region === undefined) throw new CodedError('map.chunk-unknown');
    regions.set(chunkId, region);
    return region;
  };

  app.get<{ Params: { chunkId: string } }>(
    chunkPath(':chunkId'),
    { ...quietly(app), schema: { summary: 'A sealed chunk of a map', params: Type.Object({ chunkId: Bytes(32) }) } },
    behindGuard(guard, baseUrl, async (session, request) => {
      const { chunkId } = request.params;
      guard.assertEntitled(session, await regionOf(chunkId));
      const file = await files.open(chunkId);
      if (file === undefined) throw new CodedError('map.chunk-unknown');
      const bandwidth = bandwidths.of(session.deviceKey ?? session.handle);
      return fileAnswer(file, { range: request.headers.range, bandwidth });
    }),
  );
}
