import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CodedError } from '../../../../src/errors/coded-error.ts';
import { chunkId, sealChunk } from '../../../../src/maps/chunks/sealing.ts';
import { encodeChunkList, type ChunkList } from '../../../../src/maps/chunks/chunk-list.ts';
import { downloadArtefact, type DownloadOptions } from '../../../../src/maps/download/download-artefact.ts';
import type { DownloadProgress } from '../../../../src/maps/download/ports.ts';
import type { MapTarget } from '../../../../src/maps/map-target.ts';
import { coded, MemoryChunkStore, MemoryPlace, noise, publish, regionKey, Shelf } from '../support.ts';

const MiB = 1024 * 1024;
// A file that repeats a part of itself, so that some chunks come twice
const file = Buffer.concat([noise('a', 2 * MiB), noise('b', MiB), noise('a', 2 * MiB)]);

let shelf: Shelf;
let target: MapTarget;
let list: ChunkList;
let chunks: MemoryChunkStore;
let place: MemoryPlace;
beforeAll(async () => {
  shelf = new Shelf();
  ({ target, chunkList: list } = await publish(shelf, file));
});
beforeEach(() => {
  shelf.asked.splice(0);
  chunks = new MemoryChunkStore();
  place = new MemoryPlace();
});
const run = (options: Partial<DownloadOptions> = {}) =>
  downloadArtefact({ target, regionKey, fetchSealed: shelf.fetchSealed, chunks, openSink: place.openSink, ...options });
const distinct = () => new Set(list.chunks.map((chunk) => chunk.sha256)).size;

describe('a download', () => {
  it('puts the file in place, fetching each chunk once', async () => {
    const result = await run();
    expect(file.equals(place.installed ?? new Uint8Array(0))).toBe(true);
    expect(shelf.asked.length).toBe(distinct() + 1);
    expect(new Set(shelf.asked).size).toBe(shelf.asked.length);
    expect(distinct()).toBeLessThan(list.chunks.length);
    expect(result.chunkList).toEqual(list);
    const sealed = shelf.asked.reduce((sum, id) => sum + (shelf.sealed.get(id)?.byteLength ?? 0), 0);
    expect(result.fetchedBytes).toBe(sealed);
  });

  it('leaves the chunk list alone behind, as source for the next version', async () => {
    chunks.kept.set('ff'.repeat(32), new Uint8Array(3)); // of a download that was given up
    await run();
    expect([...chunks.kept.keys()]).toEqual([target.chunkList.sha256]);
  });

  it('tells how far it is', async () => {
    const seen: DownloadProgress[] = [];
    await run({ onProgress: (progress) => seen.push(progress), concurrency: 1 });
    const last = (phase: string) => seen.findLast((progress) => progress.phase === phase);
    expect(seen[0]).toEqual({ phase: 'checking', doneBytes: 0, totalBytes: file.byteLength, fetchedBytes: 0 });
    expect(last('fetching')?.doneBytes).toBe(file.byteLength);
    expect(last('assembling')?.doneBytes).toBe(file.byteLength);
    for (const [index, progress] of seen.entries()) {
      const before = seen[index - 1];
      if (before?.phase === progress.phase) expect(progress.doneBytes).toBeGreaterThanOrEqual(before.doneBytes);
    }
  });

  it.each([1, 3, 8])('has %i requests under way at most, and that many', async (concurrency) => {
    let running = 0;
    let most = 0;
    const fetchSealed = async (id: string) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return shelf.fetchSealed(id);
    };
    await run({ fetchSealed, concurrency });
    expect(most).toBe(concurrency);
  });

  it('asks for no more bytes than the chunk has', async () => {
    const lengths = new Map(list.chunks.map((chunk) => [chunkId(regionKey, chunk.sha256), chunk.length + 16]));
    lengths.set(chunkId(regionKey, target.chunkList.sha256), target.chunkList.length + 16);
    await run({
      fetchSealed: async (id, { maxBytes }) => {
        expect(maxBytes).toBe(lengths.get(id));
        return shelf.fetchSealed(id);
      },
    });
  });
});

describe('an interruption', () => {
  it('at any chunk: goes on there, and fetches nothing verified twice (G4)', async () => {
    for (let stopAfter = 0; stopAfter <= distinct(); stopAfter += 3) {
      shelf.asked.splice(0);
      chunks = new MemoryChunkStore();
      place = new MemoryPlace();
      let left = stopAfter;
      const delivered: string[] = [];
      const cutOff = async (id: string) => {
        if (left === 0) throw new CodedError('network.unreachable');
        left -= 1;
        delivered.push(id);
        return shelf.fetchSealed(id);
      };
      await expect(run({ fetchSealed: cutOff, concurrency: 3 })).rejects.toThrow(coded('network.unreachable'));
      expect(place.installed).toBeUndefined();
      shelf.asked.splice(0);
      await run();
      expect(shelf.asked.filter((id) => delivered.includes(id))).toEqual([]);
      expect(file.equals(place.installed ?? new Uint8Array(0))).toBe(true);
    }
  });

  it('by the user: ends with terminal.cancelled when nothing is under way any more', async () => {
    const stop = new AbortController();
    let running = 0;
    const fetchSealed: DownloadOptions['fetchSealed'] = async (id, { signal }) => {
      running += 1;
      if (shelf.asked.length === 5) stop.abort();
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      signal.throwIfAborted();
      return shelf.fetchSealed(id);
    };
    await expect(run({ fetchSealed, signal: stop.signal })).rejects.toThrow(coded('terminal.cancelled'));
    expect(running).toBe(0);
    expect(place.installed).toBeUndefined();
    await expect(run({ signal: AbortSignal.abort() })).rejects.toThrow(coded('terminal.cancelled'));
  });

  it('in the middle of putting together: leaves the old version in place, and needs the network no more', async () => {
    const old = noise('old', 100);
    place.installed = old;
    const openSink: DownloadOptions['openSink'] = async () => {
      const sink = await place.openSink();
      let room = MiB;
      return {
        ...sink,
        write: async (bytes) => {
          room -= bytes.byteLength;
          if (room < 0) throw new CodedError('store.full');
          await sink.write(bytes);
        },
      };
    };
    await expect(run({ openSink })).rejects.toThrow(coded('store.full'));
    expect(place.installed).toBe(old);
    shelf.asked.splice(0);
    await run();
    expect(shelf.asked).toEqual([]);
    expect(file.equals(place.installed)).toBe(true);
  });

  it('by an error: starts no more requests, and waits for those under way', async () => {
    let failed = false;
    let running = 0;
    let late = 0;
    const fetchSealed = async (id: string) => {
      if (failed) late += 1;
      if (shelf.asked.length === 6) {
        failed = true;
        throw new CodedError('network.timeout');
      }
      running += 1;
      const sealed = await shelf.fetchSealed(id);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return sealed;
    };
    await expect(run({ fetchSealed, concurrency: 3 })).rejects.toThrow(coded('network.timeout'));
    expect({ running, late }).toEqual({ running: 0, late: 0 });
  });

  it('passes the errors of the session on as they are', async () => {
    const fetchSealed = async () => {
      throw new CodedError('session.expired');
    };
    await expect(run({ fetchSealed })).rejects.toThrow(coded('session.expired'));
  });
});

describe('bytes that are not the chunk', () => {
  it('are asked for again, and never kept', async () => {
    const spoilt = new Set<string>();
    const fetchSealed = async (id: string) => {
      const sealed = Uint8Array.from(await shelf.fetchSealed(id));
      if (!spoilt.has(id)) sealed[7] = (sealed[7] ?? 0) ^ 1;
      spoilt.add(id);
      return sealed;
    };
    await run({ fetchSealed });
    expect(file.equals(place.installed ?? new Uint8Array(0))).toBe(true);
    expect(shelf.asked.length).toBe(2 * (distinct() + 1));
  });

  it('end the download when they keep coming', async () => {
    const other = sealChunk(regionKey, noise('other', 40_000)).sealed;
    await expect(run({ fetchSealed: async () => other })).rejects.toThrow(coded('map.chunk-invalid'));
    await expect(run({ fetchSealed: async () => new Uint8Array(0) })).rejects.toThrow(coded('map.chunk-invalid'));
    await expect(run({ regionKey: noise('another region', 32) })).rejects.toThrow(/^no chunk/);
    expect(chunks.kept.size).toBe(0);
  });
});

describe('an update', () => {
  const changed = Buffer.concat([file.subarray(0, MiB), noise('new road', 5000), file.subarray(MiB)]);

  it('fetches about what changed, and takes the rest from the installed version', async () => {
    await run();
    const news = new Shelf();
    const next = await publish(news, changed);
    const result = await run({
      target: next.target,
      fetchSealed: news.fetchSealed,
      installed: { chunkList: list, file: place },
    });
    expect(changed.equals(place.installed ?? new Uint8Array(0))).toBe(true);
    expect(result.fetchedBytes).toBeLessThan(MiB);
    expect([...chunks.kept.keys()]).toEqual([next.target.chunkList.sha256]);
  });

  it('fetches what turns out damaged in the installed version', async () => {
    await run();
    const old = Uint8Array.from(place.installed ?? []);
    for (const at of [10, 2.5 * MiB]) old[at] = (old[at] ?? 0) ^ 1;
    place.installed = old;
    const news = new Shelf();
    const next = await publish(news, changed);
    await run({ target: next.target, fetchSealed: news.fetchSealed, installed: { chunkList: list, file: place } });
    expect(changed.equals(place.installed)).toBe(true);
  });

  it('uses what an abandoned download of the version before had fetched', async () => {
    await expect(
      run({
        fetchSealed: async (id) => {
          if (shelf.asked.length > distinct() / 2) throw new CodedError('network.timeout');
          return shelf.fetchSealed(id);
        },
      }),
    ).rejects.toThrow(coded('network.timeout'));
    const news = new Shelf();
    const next = await publish(news, changed);
    await run({ target: next.target, fetchSealed: news.fetchSealed });
    expect(news.asked.length).toBeLessThan(distinct());
    expect(changed.equals(place.installed ?? new Uint8Array(0))).toBe(true);
  });
});

describe('a disk that lies', () => {
  it('a chunk that was damaged after it was kept is fetched again', async () => {
    await expect(
      run({
        openSink: async () => {
          throw new CodedError('store.full');
        },
      }),
    ).rejects.toThrow(coded('store.full'));
    const digests = list.chunks.map((chunk) => chunk.sha256);
    chunks.kept.set(digests[0] ?? '', new Uint8Array(5));
    chunks.kept.set(digests.at(-1) ?? '', new Uint8Array(0));
    chunks.kept.set(target.chunkList.sha256, new Uint8Array(9));
    shelf.asked.splice(0);
    await run();
    expect(file.equals(place.installed ?? new Uint8Array(0))).toBe(true);
    expect(shelf.asked.length).toBe(1 + new Set([digests[0], digests.at(-1)]).size);
  });

  it('ends with a code when chunks never come back as they went in', async () => {
    chunks.get = async (digest) => (digest === target.chunkList.sha256 ? chunks.kept.get(digest) : new Uint8Array(1));
    await expect(run()).rejects.toThrow(coded('store.unreadable'));
    expect(place.installed).toBeUndefined();
  });
});

describe('a publisher that contradicts itself', () => {
  const contradiction = coded('map.metadata-invalid');

  it('by a list of another length', async () => {
    await expect(run({ target: { ...target, length: 1 } })).rejects.toThrow(contradiction);
    expect(shelf.asked.length).toBe(1); // seen from the list alone
  });

  it('by a list of another file', async () => {
    const swapped = encodeChunkList(list.chunks.toReversed());
    const sealed = sealChunk(regionKey, swapped);
    await shelf.put(sealed);
    const wrong = { ...target, chunkList: { sha256: sealed.sha256, length: swapped.byteLength } };
    await expect(run({ target: wrong })).rejects.toThrow(contradiction);
    expect(place.installed).toBeUndefined();
  });

  it('by a list that gives chunks other lengths', async () => {
    const [first, second, ...others] = list.chunks;
    if (first === undefined || second === undefined) throw new Error('the file has too few chunks');
    const shifted = [{ ...first, length: first.length - 1 }, { ...second, length: second.length + 1 }, ...others];
    const encoded = encodeChunkList(shifted);
    const sealed = sealChunk(regionKey, encoded);
    await shelf.put(sealed);
    const wrong = { ...target, chunkList: { sha256: sealed.sha256, length: encoded.byteLength } };
    await expect(run({ target: wrong })).rejects.toThrow(coded('map.chunk-invalid'));
    expect(chunks.kept.has(first.sha256)).toBe(false);
  });

  it('by a list that is none', async () => {
    const sealed = sealChunk(regionKey, noise('no list', 100));
    await shelf.put(sealed);
    const wrong = { ...target, chunkList: { sha256: sealed.sha256, length: 100 } };
    await expect(run({ target: wrong })).rejects.toThrow(coded('map.chunk-invalid'));
  });
});
