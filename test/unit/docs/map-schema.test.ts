import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { regions } from '../../../cartography/regions.ts';
import { layerNames } from '../../../cartography/schema/map-feature.ts';
import { roadClasses } from '../../../cartography/schema/road-classes.ts';
import { vectorLayers } from '../../../cartography/schema/vector-layers.ts';

const words = await readFile(new URL('../../../docs/map-schema.md', import.meta.url), 'utf8');

/** A table's row by its first cell: the other cells. */
function row(first: string): string[] {
  const line = words.split('\n').find((text) => new RegExp(`^\\| \`${first}\` +\\|`, 'u').test(text));
  return (line ?? '')
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}

describe('docs/map-schema.md', () => {
  it('has the layers of the code, in their order, with their fields and zooms', () => {
    expect(vectorLayers.map(({ id }) => id)).toEqual(layerNames);
    for (const { id, minzoom, fields } of vectorLayers) {
      const [zooms, , documented = ''] = row(id);
      expect(zooms, id).toBe(minzoom === 14 ? '14' : `${minzoom}-14`);
      const named = documented.replace('names', '`name`, `name_en`, `name_ja`');
      expect(named.match(/\w+/gu), id).toEqual(Object.keys(fields));
    }
  });

  it('has the classes of roads with their zooms', () => {
    for (const [name, { minZoom, nameZoom }] of Object.entries(roadClasses)) {
      expect(row(name).slice(0, 2), name).toEqual([String(minZoom), String(nameZoom)]);
    }
  });

  it('has every region with its licence', () => {
    for (const { id, licence } of regions) expect(row(id).at(-1), id).toBe(licence);
  });
});
