import { expect, it } from 'vitest';
import { decodeChunkList } from '../../../src/maps/chunks/chunk-list.ts';
import { chunkId, openChunk } from '../../../src/maps/chunks/sealing.ts';
import { prepareArtefact } from '../../../src/maps/prepare-artefact.ts';
import { coded, facts, hex, noise, publish, regionKey, Shelf } from './support.ts';

const file = noise('prepared', 700_000);

it('gives what to sign, and everything sealed under its address', async () => {
  const shelf = new Shelf();
  const { target, chunkList } = await publish(shelf, file);
  expect(target).toMatchObject({ ...facts, length: file.byteLength, sha256: hex(file) });
  const open = (sha256: string) =>
    openChunk(regionKey, sha256, shelf.sealed.get(chunkId(regionKey, sha256)) ?? new Uint8Array(0));
  expect(decodeChunkList(open(target.chunkList.sha256))).toEqual(chunkList);
  expect(hex(Buffer.concat(chunkList.chunks.map((chunk) => open(chunk.sha256))))).toBe(target.sha256);
});

it('makes the same of the same', async () => {
  const [one, two] = [new Shelf(), new Shelf()];
  expect(await publish(one, file)).toEqual(await publish(two, file));
  expect(one.sealed).toEqual(two.sealed);
});

it('refuses an empty file, and facts that do not fit', async () => {
  const none = (async function* () {})();
  await expect(prepareArtefact({ facts, regionKey, bytes: none, put: async () => {} })).rejects.toThrow(
    coded('map.source-invalid'),
  );
  const some = (async function* () {
    yield file;
  })();
  const wrong = { ...facts, name: '../tiles' };
  await expect(prepareArtefact({ facts: wrong, regionKey, bytes: some, put: async () => {} })).rejects.toThrow(
    coded('map.source-invalid'),
  );
});
