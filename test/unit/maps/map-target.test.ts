import { TargetFile } from '@tufjs/models';
import { describe, expect, it } from 'vitest';
import { boundsInDegrees, fromTargetFile, toBoundsE7, type MapTarget } from '../../../src/maps/map-target.ts';
import { toTargetFile } from '../../../src/maps/tuf/target-file.ts';
import { coded, facts } from './support.ts';

const target: MapTarget = {
  ...facts,
  length: 9,
  sha256: 'ab'.repeat(32),
  chunkList: { sha256: 'cd'.repeat(32), length: 56 },
};
const published = (change: object) => () => toTargetFile({ ...target, ...change });
type TargetJson = Parameters<typeof TargetFile.fromJSON>[1] & { custom: { naviterm: Record<string, unknown> } };
const json = () => structuredClone(toTargetFile(target).toJSON()) as TargetJson;
const read = (change: (json: TargetJson) => void, path = target.name) => {
  const data = json();
  change(data);
  return fromTargetFile(TargetFile.fromJSON(path, data));
};

describe('what a target says of a map', () => {
  it('comes back as it was published', () => {
    expect(read(() => undefined)).toEqual(target);
  });

  it('is left alone where it is of another kind, or none of ours', () => {
    expect(read((data) => (data.custom.naviterm['kind'] = 'hologram'))).toBeUndefined();
    expect(fromTargetFile(new TargetFile({ path: 'a', length: 1, hashes: {} }))).toBeUndefined();
  });

  it('may say more than this version knows', () => {
    expect(read((data) => (data.custom.naviterm['season'] = 'winter'))).toMatchObject(target);
  });

  it.each([
    'montevideo/../x',
    'montevideo/..',
    'montevideo/.hidden',
    'montevideo/a.',
    'montevideo/a/b',
    'montevideo/',
    'montevideo',
    'astana/tiles.pmtiles',
    '/montevideo/a',
    'montevideo/A',
    'montevideo/a\\b',
  ])('is refused under the name %s', (name) => {
    expect(published({ name })).toThrow(coded('map.source-invalid'));
    expect(() => read(() => undefined, name)).toThrow(coded('map.metadata-invalid'));
  });

  it.each([
    { length: 0 },
    { length: -1 },
    { length: 1.5 },
    { sha256: 'ab' },
    { kind: 'hologram' },
    { version: 'a b' },
    { contentType: 'x' },
    { chunkList: { sha256: 'cd'.repeat(32), length: 9e9 } },
    { region: { ...facts.region, boundsE7: [0.5, 0, 0, 0] } },
    { region: { ...facts.region, boundsE7: [0, 0, 0, 900_000_001] } },
    { region: { ...facts.region, names: { 'not a tag': 'x' } } },
    { region: { ...facts.region, id: '../x' } },
  ])('is refused with %j', (change) => {
    expect(published(change)).toThrow(coded('map.source-invalid'));
  });
});

it('gives bounds in degrees and takes them', () => {
  expect(boundsInDegrees(facts.region)).toEqual([-56.432, -34.939, -56.02, -34.7]);
  expect(toBoundsE7([-56.432, -34.939, -56.02, -34.7])).toEqual(facts.region.boundsE7);
});
