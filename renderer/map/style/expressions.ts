import type { ExpressionSpecification } from 'maplibre-gl';

type Output = number | string | ExpressionSpecification;

const featureClass: ExpressionSpecification = ['get', 'class'];

/** True for features of one of the classes. */
export function isClass(...classes: readonly string[]): ExpressionSpecification {
  return ['in', featureClass, ['literal', [...classes]]];
}

/** The value of the feature's class in the table, or the fallback. */
export function byClass<Value extends number | string>(
  table: Readonly<Record<string, Value>>,
  fallback: Value,
): ExpressionSpecification {
  const pairs = Object.entries(table).flatMap(([name, value]) => [name, value]);
  return ['match', featureClass, ...pairs, fallback] as unknown as ExpressionSpecification;
}

/** Grows between the zooms by a constant ratio (`base` a zoom), or evenly where the base is 1. */
export function byZoom(stops: readonly (readonly [zoom: number, value: Output])[], base = 1): ExpressionSpecification {
  const kind = base === 1 ? ['linear'] : ['exponential', base];
  return ['interpolate', kind, ['zoom'], ...stops.flat()] as unknown as ExpressionSpecification;
}

/** Jumps at the zooms. */
export function fromZoom(
  first: Output,
  ...stops: readonly (readonly [zoom: number, value: Output])[]
): ExpressionSpecification {
  return ['step', ['zoom'], first, ...stops.flat()] as unknown as ExpressionSpecification;
}

/** A property of the feature's own data. */
export function property(name: string): ExpressionSpecification {
  return ['get', name];
}

export function isTrue(name: string): ExpressionSpecification {
  return ['==', ['get', name], true];
}
