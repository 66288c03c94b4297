import { createCipheriv } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CodedError } from '../../../../src/errors/coded-error.ts';
import { digestOf } from '../../../../src/maps/chunks/digest.ts';
import { chunkId, sealChunk } from '../../../../src/maps/chunks/sealing.ts';
import { encodeChunkList, type ChunkList } from '../../../../src/maps/chunks/chunk-list.ts';
import { downloadArtefact, type DownloadOptions } from '../../../../src/maps/download/download-artefact.ts';
import type { DownloadProgress, Draft, DraftStore } from '../../../../src/maps/download/ports.ts';
import type { MapTarget } from '../../../../src/maps/map-target.ts';
import { coded, MemoryDrafts, MemoryLists, MemoryPlace, noise, publish, regionKey, Shelf } from '../support.ts';

const MiB = 1024 * 1024;
// A file that repeats a part of itself, so that some chunks come twice
const file = Buffer.concat([noise('a', 2 * MiB), noise('b', MiB), noise('a', 2 * MiB)]);

let shelf: Shelf;
let target: MapTarget;
let list: ChunkList;
let lists: MemoryLists;
let drafts: MemoryDrafts;
let place: MemoryPlace;
beforeAll(async () => {
  shelf = new Shelf();
  ({ target, chunkList: list } = await publish(shelf, file));
});
beforeEach(() => {
  shelf.asked.splice(0);
  lists = new MemoryLists();
  place = new MemoryPlace();
  drafts = new MemoryDrafts(place);
});
const run = (options: Partial<DownloadOptions> = {}) =>
  downloadArtefact({ target, regionKey, fetchSealed: shelf.fetchSealed, lists, drafts, ...options });
/** The drafts, with something else for parts of what one can do. */
const draftsWith = (other: (draft: Draft) => Partial<Draft>): DraftStore => ({
  names: () => drafts.names(),
  remove: (name) => drafts.remove(name),
  open: async (name, length) => {
    const draft = await drafts.open(name, length);
    return { ...draft, ...other(draft) };
  },
});
const fullDisk = async () => {
  throw new CodedError('store.full');
};
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
    drafts.kept.set('ff'.repeat(32), new Uint8Array(3)); // of a download that was given up, without its list
    await run();
    expect(await lists.names()).toEqual([target.chunkList.sha256]);
    expect(await drafts.names()).toEqual([]);
  });

  it('writes each byte once, and has what was written flushed before much of it could be lost', async () => {
    let written = 0;
    let unflushed = 0;
    const most = { unflushed: 0 };
    const counted = draftsWith((draft) => ({
      write: async (offset, bytes) => {
        written += bytes.byteLength;
        unflushed += bytes.byteLength;
        most.unflushed = Math.max(most.unflushed, unflushed);
        await draft.write(offset, bytes);
      },
      flush: async () => void (unflushed = 0),
    }));
    const news = new Shelf();
    const content = createCipheriv('aes-256-ctr', regionKey, new Uint8Array(16)).update(new Uint8Array(36 * MiB));
    const long = await publish(news, content);
    await run({ target: long.target, fetchSealed: news.fetchSealed, drafts: counted });
    expect(written).toBe(36 * MiB);
    expect(most.unflushed).toBeLessThan(34 * MiB);
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
      lists = new MemoryLists();
      place = new MemoryPlace();
      drafts = new MemoryDrafts(place);
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

  it('by a disk that is full: leaves the old version in place, and fetches again what was not written alone', async () => {
    const old = noise('old', 100);
    place.installed = old;
    const written: string[] = [];
    let room = 2 * MiB;
    const small = draftsWith((draft) => ({
      write: async (offset, bytes) => {
        room -= bytes.byteLength;
        if (room < 0) await fullDisk();
        await draft.write(offset, bytes);
        written.push(chunkId(regionKey, digestOf(bytes)));
      },
    }));
    await expect(run({ drafts: small })).rejects.toThrow(coded('store.full'));
    expect(place.installed).toBe(old);
    shelf.asked.splice(0);
    await run();
    expect(written.length).toBeGreaterThan(3);
    expect(shelf.asked.filter((id) => written.includes(id))).toEqual([]);
    expect(file.equals(place.installed)).toBe(true);
  });

  it('before the rename: leaves the old version in place, and needs the network no more', async () => {
    const old = noise('old', 100);
    place.installed = old;
    await expect(run({ drafts: draftsWith(() => ({ install: fullDisk })) })).rejects.toThrow(coded('store.full'));
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
    expect(lists.kept.size).toBe(0);
    shelf.asked.splice(0);
    await expect(
      run({ fetchSealed: async (id) => (shelf.asked.length === 0 ? shelf.fetchSealed(id) : other) }),
    ).rejects.toThrow(coded('map.chunk-invalid'));
    expect([...drafts.kept.values()]).toEqual([new Uint8Array(0)]);
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
    expect(await drafts.names()).toEqual([]);
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
    expect(await drafts.names()).toEqual([]);
    expect(changed.equals(place.installed ?? new Uint8Array(0))).toBe(true);
  });
});

describe('a disk that lies', () => {
  it('a chunk that was damaged after it was kept is fetched again', async () => {
    await expect(run({ drafts: draftsWith(() => ({ install: fullDisk })) })).rejects.toThrow(coded('store.full'));
    const draft = drafts.kept.get(target.chunkList.sha256) ?? new Uint8Array(0);
    draft.fill(0, 2.5 * MiB, 2.5 * MiB + 5);
    lists.kept.set(target.chunkList.sha256, new Uint8Array(9));
    shelf.asked.splice(0);
    await run();
    expect(file.equals(place.installed ?? new Uint8Array(0))).toBe(true);
    expect(shelf.asked.length).toBe(1 + 1);
  });

  it('a chunk that the file has elsewhere, too, is taken from there', async () => {
    await expect(run({ drafts: draftsWith(() => ({ install: fullDisk })) })).rejects.toThrow(coded('store.full'));
    drafts.kept.get(target.chunkList.sha256)?.fill(0, MiB, MiB + 5);
    shelf.asked.splice(0);
    await run();
    expect(file.equals(place.installed ?? new Uint8Array(0))).toBe(true);
    expect(shelf.asked).toEqual([]);
  });

  it('a chunk that was damaged after it was written is found before the rename, and fetched again', async () => {
    let spoilt = 0;
    const lying = draftsWith((draft) => ({
      write: async (offset, bytes) => {
        const lies = spoilt === 0 && offset > 2.3 * MiB;
        if (lies) spoilt += 1;
        await draft.write(offset, lies ? bytes.map((byte) => byte ^ 1) : bytes);
      },
    }));
    await run({ drafts: lying });
    expect(spoilt).toBe(1);
    expect(file.equals(place.installed ?? new Uint8Array(0))).toBe(true);
  });

  it('ends with a code when chunks never come back as they went in', async () => {
    const lying = draftsWith((draft) => ({
      read: async (offset, into) => (await draft.read(offset, into)).map((byte) => byte ^ 1),
    }));
    await expect(run({ drafts: lying })).rejects.toThrow(coded('store.unreadable'));
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
  });

  it('by a list that is none', async () => {
    const sealed = sealChunk(regionKey, noise('no list', 100));
    await shelf.put(sealed);
    const wrong = { ...target, chunkList: { sha256: sealed.sha256, length: 100 } };
    await expect(run({ target: wrong })).rejects.toThrow(coded('map.chunk-invalid'));
  });
});
