import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';

/** A property of a layer that another style gives another value. */
export interface StyleChange {
  readonly layer: string;
  readonly kind: 'paint' | 'layout' | 'filter';
  /** Empty where the filter is meant. */
  readonly property: string;
  /** Undefined where the other style leaves it at its default. */
  readonly value: unknown;
}

/**
 * What has to be set to get from one style to another with the same layers. MapLibre's own comparison would also empty
 * the sources that the screen has put its route into.
 */
export function styleChanges(from: StyleSpecification, to: StyleSpecification): StyleChange[] {
  const before = new Map(from.layers.map((layer) => [layer.id, layer]));
  return to.layers.flatMap((layer) => {
    const old = before.get(layer.id);
    if (old === undefined) return [];
    return [...changesOf(old, layer, 'paint'), ...changesOf(old, layer, 'layout'), ...filterChange(old, layer)];
  });
}

function changesOf(from: LayerSpecification, to: LayerSpecification, kind: 'paint' | 'layout'): StyleChange[] {
  const [before, after] = [propertiesOf(from, kind), propertiesOf(to, kind)];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((property) => ({ layer: to.id, kind, property, value: after[property] }));
}

function filterChange(from: LayerSpecification, to: LayerSpecification): StyleChange[] {
  const [before, after] = [filterOf(from), filterOf(to)];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ layer: to.id, kind: 'filter', property: '', value: after }];
}

function filterOf(layer: LayerSpecification): unknown {
  return 'filter' in layer ? layer.filter : undefined;
}

function propertiesOf(layer: LayerSpecification, kind: 'paint' | 'layout'): Readonly<Record<string, unknown>> {
  return layer[kind] ?? {};
}
