import type { LongitudeLatitude } from '../../contract/screen/geography.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { hasFlag, reverseOf, type RoadGraph } from '../road-graph/road-graph.ts';
import { maximumArms } from '../road-graph/graph-parts.ts';
import { roadClasses, type OtherWay, type RoadClass, type Route, type RouteStretch } from '../route.ts';
import { findPath, partTime, type Path } from './find-path.ts';
import { nearestRoad, type RoadPosition } from './nearest-road.ts';
import { partOfLine } from './part-of-line.ts';
import { exitsOf, turnTime } from './turns.ts';

export interface RouteOptions {
  /** Degrees clockwise from north in which the car moves: the route starts that way where it can. */
  readonly heading?: number;
  /** Metres that start and destination may lie off the nearest road; 1,000 where absent. */
  readonly within?: number;
}

/**
 * The fastest route for a car between two positions (longitude and latitude, degrees), from the road nearest to the one to
 * the road nearest to the other.
 * @throws route.off-map where no road is near, route.none where none leads there
 */
export function findRoute(
  graph: RoadGraph,
  from: LongitudeLatitude,
  to: LongitudeLatitude,
  { heading, within }: RouteOptions = {},
): Route {
  const near = within === undefined ? {} : { within };
  const destination = onRoad(nearestRoad(graph, to, { ...near, purpose: 'destination' }), 'the destination');
  const starts = [
    ...(heading === undefined ? [] : [{ ...near, heading, purpose: 'start' as const }]),
    { ...near, purpose: 'start' as const },
  ];
  for (const options of starts) {
    const start = onRoad(nearestRoad(graph, from, options), 'the start');
    const path = findPath(graph, start, destination);
    if (path !== undefined) return routeOf(graph, path, start, destination);
  }
  throw new CodedError('route.none');
}

function onRoad(found: RoadPosition | undefined, what: string): RoadPosition {
  if (found === undefined) throw new CodedError('route.off-map', { detail: `${what} is near no road of this map` });
  return found;
}

/** A path as stretches of road. */
export function routeOf(graph: RoadGraph, { arcs }: Path, start: RoadPosition, destination: RoadPosition): Route {
  const shareOn = (arc: number, { share }: RoadPosition) => ((arc & 1) === 0 ? share : 1 - share);
  const last = arcs.length - 1;
  const all = arcs.map((arc, index) => {
    const begin = index === 0 ? shareOn(arc, start) : 0;
    const end = index === last ? shareOn(arc, destination) : 1;
    return stretchOf(graph, arc, arcs[index - 1], arcs[index + 1], begin, end);
  });
  // A start or destination right at a junction leaves nothing of the road before or behind it.
  const stretches = all.filter(
    ({ length }, index) => length > 0 || (index === 0 && all.every((other) => other.length === 0)),
  );
  return {
    stretches,
    length: stretches.reduce((sum, { length }) => sum + length, 0),
    duration: stretches.reduce((sum, { duration }) => sum + duration, 0),
  };
}

function stretchOf(
  graph: RoadGraph,
  arc: number,
  before: number | undefined,
  next: number | undefined,
  begin: number,
  end: number,
): RouteStretch {
  const edge = arc >> 1;
  const name = graph.texts[graph.name[edge] ?? 0] ?? '';
  const ref = graph.texts[graph.ref[edge] ?? 0] ?? '';
  const speedLimit = graph.speedLimit[edge] ?? 0;
  const turn = before === undefined ? 0 : turnTime(graph, before, arc);
  return {
    line: partOfLine(graph, arc, begin, end),
    length: (graph.length[edge] ?? 0) * (end - begin),
    duration: (turn + partTime(graph, arc, begin, end)) / 1_000,
    ...(name === '' ? {} : { name }),
    ...(ref === '' ? {} : { ref }),
    roadClass: classOf(graph, edge),
    ramp: hasFlag(graph, edge, 'ramp'),
    roundabout: hasFlag(graph, edge, 'roundabout'),
    speed: graph.speed[edge] ?? 0,
    ...(speedLimit === 0 ? {} : { speedLimit }),
    otherWays: next === undefined ? [] : otherWays(graph, arc, next),
  };
}

function otherWays(graph: RoadGraph, arc: number, next: number): OtherWay[] {
  const exits = new Uint32Array(maximumArms);
  return [...exits.subarray(0, exitsOf(graph, arc, exits))]
    .filter((exit) => exit !== next && exit !== reverseOf(arc))
    .map((exit) => ({
      bearing: (graph.leaving[exit] ?? 0) / 100,
      roadClass: classOf(graph, exit >> 1),
      ramp: hasFlag(graph, exit >> 1, 'ramp'),
    }));
}

function classOf(graph: RoadGraph, edge: number): RoadClass {
  return roadClasses[graph.roadClass[edge] ?? 0] ?? 'minor';
}
