import type { Position } from '../geometry/world.ts';
import type { OsmFeature } from '../sources/osm-feature.ts';
import { keyOf } from './road-pieces.ts';
import type { TurnRestriction } from './turn-restrictions.ts';

/** Units by which the position of a node, told in degrees, may differ from the source's grid. */
const viaTolerance = 16;

/** Where each restriction holds, as a position of its way: the nearest one, where that is near enough. */
export function viaPositions(features: readonly OsmFeature[], restrictions: readonly TurnRestriction[]): Position[] {
  const wanted = new Set(restrictions.map(({ fromWay }) => fromWay));
  const lines = new Map(
    features.flatMap((feature) =>
      feature.kind === 'line' && feature.type === 'way' && wanted.has(feature.id)
        ? [[feature.id, feature.lines.flat()] as const]
        : [],
    ),
  );
  return restrictions.map(({ fromWay, via }) => {
    const distance = ([x, y]: Position) => Math.max(Math.abs(x - via[0]), Math.abs(y - via[1]));
    const nearest = lines.get(fromWay)?.reduce((best, other) => (distance(other) < distance(best) ? other : best));
    return nearest !== undefined && distance(nearest) <= viaTolerance ? nearest : via;
  });
}

/** An edge with the ways at its ends. */
export interface EdgeWays {
  readonly from: number;
  readonly to: number;
  readonly startWay: number;
  readonly endWay: number;
  readonly isOneWay: boolean;
}

/** The turns that signs forbid, from arc into arc, in ascending order and each once. */
export function forbiddenTurns(
  edges: readonly EdgeWays[],
  restrictions: readonly TurnRestriction[],
  nodesAt: ReadonlyMap<string, readonly number[]>,
): (readonly [from: number, to: number])[] {
  const nodes = new Set(restrictions.flatMap(({ via }) => nodesAt.get(keyOf(via)) ?? []));
  const [arriving, leaving] = [new Map<number, End[]>(), new Map<number, End[]>()];
  const note = (ends: Map<number, End[]>, node: number, end: End) => {
    if (nodes.has(node)) ends.set(node, [...(ends.get(node) ?? []), end]);
  };
  edges.forEach(({ from, to, startWay, endWay, isOneWay }, edge) => {
    note(leaving, from, { arc: 2 * edge, way: startWay });
    note(arriving, to, { arc: 2 * edge, way: endWay });
    if (isOneWay) return;
    note(leaving, to, { arc: 2 * edge + 1, way: endWay });
    note(arriving, from, { arc: 2 * edge + 1, way: startWay });
  });
  const turns = new Map<string, readonly [number, number]>();
  for (const { kind, fromWay, toWay, via } of restrictions) {
    for (const node of new Set(nodesAt.get(keyOf(via)))) {
      const out = leaving.get(node) ?? [];
      // A sign whose road is not of this graph forbids nothing: "only" would otherwise close the junction.
      if (!out.some(({ way }) => way === toWay)) continue;
      for (const start of arriving.get(node) ?? []) {
        if (start.way !== fromWay) continue;
        for (const { arc, way } of out) {
          // "Only" says nothing of turning round.
          const isForbidden = kind === 'no' ? way === toWay : way !== toWay && arc !== (start.arc ^ 1);
          if (isForbidden && !(kind === 'no' && fromWay !== toWay && arc === (start.arc ^ 1)))
            turns.set(`${start.arc}/${arc}`, [start.arc, arc]);
        }
      }
    }
  }
  return [...turns.values()].toSorted(([a, b], [c, d]) => a - c || b - d);
}

interface End {
  readonly arc: number;
  readonly way: number;
}
