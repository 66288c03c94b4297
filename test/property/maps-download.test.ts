import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { chunkId } from '../../src/maps/chunks/sealing.ts';
import { downloadArtefact } from '../../src/maps/download/download-artefact.ts';
import type { ArtefactSink } from '../../src/maps/download/ports.ts';
import { MemoryChunkStore, MemoryPlace, noise, publish, regionKey, Shelf } from '../unit/maps/support.ts';

const old = noise('property', 1_200_000);
const next = Buffer.concat([old.subarray(0, 500_000), noise('change', 90_000), old.subarray(400_000)]);

/**
 * Power cuts at any calls to the ports, in any order: each run gets so many calls and then everything fails, before or
 * after the call has taken effect.
 */
it('survives any sequence of cuts: the place holds the old version or the new one, and nothing kept is fetched again', async () => {
  const shelf = new Shelf();
  const { chunkList } = await publish(new Shelf(), old);
  const { target } = await publish(shelf, next);
  const cuts = fc.array(fc.record({ calls: fc.nat(40), late: fc.boolean() }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(cuts, fc.boolean(), fc.integer({ min: 1, max: 4 }), async (runs, installed, concurrency) => {
      const chunks = new MemoryChunkStore();
      const place = new MemoryPlace();
      if (installed) place.installed = old;
      const before = place.installed;
      const isWhole = () => place.installed === before || next.equals(place.installed ?? new Uint8Array(0));
      const fetchedWhileKept: string[] = [];

      for (const { calls, late } of [...runs, { calls: Number.POSITIVE_INFINITY, late: false }]) {
        let left = calls;
        const powered = async <Result>(call: () => Promise<Result>): Promise<Result> => {
          left -= 1;
          if (left < 0 && !(late && left === -1)) throw new CodedError('network.unreachable');
          const result = await call();
          if (left < 0) throw new CodedError('network.unreachable');
          return result;
        };
        const replaced = place.installed === before;
        const run = downloadArtefact({
          target,
          regionKey,
          concurrency,
          fetchSealed: (id) =>
            powered(async () => {
              if (keptIds(chunks).has(id)) fetchedWhileKept.push(id);
              return shelf.fetchSealed(id);
            }),
          chunks: {
            list: () => powered(() => chunks.list()),
            get: (digest) => powered(() => chunks.get(digest)),
            put: (digest, bytes) => powered(() => chunks.put(digest, bytes)),
            remove: (digest) => powered(() => chunks.remove(digest)),
          },
          openSink: () =>
            powered(async (): Promise<ArtefactSink> => {
              const sink = await place.openSink();
              return {
                write: (bytes) => powered(() => sink.write(bytes)),
                commit: () => powered(() => sink.commit()),
                abort: () => sink.abort(),
              };
            }),
          installed: installed && replaced ? { chunkList, file: place } : undefined,
        });
        await run.catch((error: unknown) => {
          if (!(error instanceof CodedError) || error.code !== 'network.unreachable') throw error;
        });
        expect(isWhole()).toBe(true);
      }
      expect(next.equals(place.installed ?? new Uint8Array(0))).toBe(true);
      expect([...chunks.kept.keys()]).toEqual([target.chunkList.sha256]);
      expect(fetchedWhileKept).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

const ids = new Map<string, string>();
function keptIds(chunks: MemoryChunkStore): Set<string> {
  return new Set([...chunks.kept.keys()].map((digest) => ids.get(digest) ?? remember(digest)));
}
function remember(digest: string): string {
  const id = chunkId(regionKey, digest);
  ids.set(digest, id);
  return id;
}
