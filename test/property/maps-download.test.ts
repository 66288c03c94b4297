import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { chunkId } from '../../src/maps/chunks/sealing.ts';
import { downloadArtefact } from '../../src/maps/download/download-artefact.ts';
import type { Draft } from '../../src/maps/download/ports.ts';
import type { ChunkList } from '../../src/maps/chunks/chunk-list.ts';
import { MemoryDrafts, MemoryLists, MemoryPlace, noise, publish, regionKey, Shelf } from '../unit/maps/support.ts';

const old = noise('property', 1_200_000);
const next = Buffer.concat([old.subarray(0, 500_000), noise('change', 90_000), old.subarray(400_000)]);

/**
 * Power cuts at any calls to the ports, in any order: each run gets so many calls and then everything fails, before or
 * after the call has taken effect.
 */
it('survives any sequence of cuts: the place holds the old version or the new one, and nothing kept is fetched again', async () => {
  const shelf = new Shelf();
  const { chunkList } = await publish(new Shelf(), old);
  const { target, chunkList: nextList } = await publish(shelf, next);
  const cuts = fc.array(fc.record({ calls: fc.nat(40), late: fc.boolean() }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(cuts, fc.boolean(), fc.integer({ min: 1, max: 4 }), async (runs, installed, concurrency) => {
      const lists = new MemoryLists();
      const place = new MemoryPlace();
      const drafts = new MemoryDrafts(place);
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
              if (keptIds(nextList, drafts.kept.get(target.chunkList.sha256)).has(id)) fetchedWhileKept.push(id);
              return shelf.fetchSealed(id);
            }),
          lists: {
            names: () => powered(() => lists.names()),
            get: (name) => powered(() => lists.get(name)),
            put: (name, bytes) => powered(() => lists.put(name, bytes)),
            remove: (name) => powered(() => lists.remove(name)),
          },
          drafts: {
            names: () => powered(() => drafts.names()),
            open: (name, length) =>
              powered(async (): Promise<Draft> => {
                const draft = await drafts.open(name, length);
                return {
                  size: () => powered(() => draft.size()),
                  read: (offset, into) => powered(() => draft.read(offset, into)),
                  write: (offset, bytes) => powered(() => draft.write(offset, bytes)),
                  flush: () => powered(() => draft.flush()),
                  install: (sha256) => powered(() => draft.install(sha256)),
                  close: () => draft.close(),
                };
              }),
            remove: (name) => powered(() => drafts.remove(name)),
          },
          installed: installed && replaced ? { chunkList, file: place } : undefined,
        });
        await run.catch((error: unknown) => {
          if (!(error instanceof CodedError) || error.code !== 'network.unreachable') throw error;
        });
        expect(isWhole()).toBe(true);
      }
      expect(next.equals(place.installed ?? new Uint8Array(0))).toBe(true);
      expect(await lists.names()).toEqual([target.chunkList.sha256]);
      expect(await drafts.names()).toEqual([]);
      expect(fetchedWhileKept).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

/** Chunks that a draft has, at one place at least. */
function keptIds({ chunks }: ChunkList, draft: Uint8Array = new Uint8Array(0)): Set<string> {
  const kept = new Set<string>();
  let offset = 0;
  for (const { sha256, length } of chunks) {
    const there = Buffer.compare(draft.subarray(offset, offset + length), next.subarray(offset, offset + length)) === 0;
    if (there) kept.add(ids.get(sha256) ?? remember(sha256));
    offset += length;
  }
  return kept;
}

const ids = new Map<string, string>();
function remember(digest: string): string {
  const id = chunkId(regionKey, digest);
  ids.set(digest, id);
  return id;
}
