import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChunkList } from '../../../../src/maps/chunks/chunk-list.ts';
import { downloadArtefact } from '../../../../src/maps/download/download-artefact.ts';
import { findDamage, verifyInstalled } from '../../../../src/maps/download/verify-installed.ts';
import type { MapTarget } from '../../../../src/maps/map-target.ts';
import { coded, MemoryDrafts, MemoryLists, MemoryPlace, noise, publish, regionKey, Shelf } from '../support.ts';

const file = noise('installed', 3 * 1024 * 1024);
const damaged = coded('map.file-damaged');
const shelf = new Shelf();
let target: MapTarget;
let chunkList: ChunkList;
let place: MemoryPlace;
beforeAll(async () => {
  ({ target, chunkList } = await publish(shelf, file));
});
beforeEach(() => {
  place = new MemoryPlace();
  place.installed = Uint8Array.from(file);
});
const spoil = (at: number) => {
  if (place.installed !== undefined) place.installed[at] = (place.installed[at] ?? 0) ^ 0x80;
};

describe('checking an installed map', () => {
  it('passes what the publisher signed', async () => {
    const seen: number[] = [];
    await verifyInstalled({ target, chunkList, file: place, onProgress: (bytes) => seen.push(bytes) });
    await verifyInstalled({ target, file: place });
    expect(seen.at(-1)).toBe(file.byteLength);
  });

  it('names the parts that are damaged', async () => {
    spoil(0);
    spoil(file.byteLength - 1);
    const [first, last] = [chunkList.chunks[0], chunkList.chunks.at(-1)];
    const parts = await findDamage({ target, chunkList, file: place });
    expect(parts).toEqual([
      { offset: 0, length: first?.length, sha256: first?.sha256 },
      { offset: file.byteLength - (last?.length ?? 0), length: last?.length, sha256: last?.sha256 },
    ]);
    const info = { parts: 2, damaged: parts.map(({ offset, length }) => ({ offset, length })) };
    await expect(verifyInstalled({ target, chunkList, file: place })).rejects.toThrow(
      expect.objectContaining({ code: 'map.file-damaged', info }),
    );
  });

  it('sees a file cut short, run long, or gone', async () => {
    place.installed = file.subarray(0, -1);
    await expect(verifyInstalled({ target, chunkList, file: place })).rejects.toThrow(damaged);
    await expect(verifyInstalled({ target, file: place })).rejects.toThrow(damaged);
    place.installed = Buffer.concat([file, new Uint8Array(1)]);
    expect(await findDamage({ target, chunkList, file: place })).toEqual([
      { offset: file.byteLength, length: 1, sha256: undefined },
    ]);
    place.installed = undefined;
    expect((await findDamage({ target, chunkList, file: place })).length).toBe(chunkList.chunks.length);
  });

  it('without the chunk list, or with one of another file, calls all of it damaged', async () => {
    spoil(5);
    const all = [{ offset: 0, length: file.byteLength, sha256: undefined }];
    expect(await findDamage({ target, file: place })).toEqual(all);
    const otherFile = noise('other', 100_000);
    const other = await publish(new Shelf(), otherFile);
    place.installed = otherFile;
    expect(await findDamage({ target, chunkList: other.chunkList, file: place })).toEqual(all);
  });
});

it('mends a damaged map by fetching the damaged parts alone', async () => {
  spoil(1_500_000);
  const parts = await findDamage({ target, chunkList, file: place });
  const bad = new Set(parts.flatMap(({ sha256 }) => sha256 ?? []));
  shelf.asked.splice(0);
  const installed = { chunkList, file: place, damaged: bad };
  await downloadArtefact({
    target,
    regionKey,
    fetchSealed: shelf.fetchSealed,
    lists: new MemoryLists(),
    drafts: new MemoryDrafts(place),
    installed,
  });
  expect(Buffer.from(file).equals(place.installed ?? new Uint8Array(0))).toBe(true);
  expect(shelf.asked.length).toBe(1 + bad.size);
});
