import type { RoadPiece } from './road-pieces.ts';

/** A stretch of road between two places that matter: pieces of ways that are alike, end to end. */
export interface RoadStretch extends Omit<RoadPiece, 'wayId'> {
  /** The ways at its two ends. */
  readonly startWay: number;
  readonly endWay: number;
}

/** Joins pieces that are alike where nothing else meets them, so that an edge reaches from junction to junction. */
export function joinPieces(pieces: readonly RoadPiece[], keep: (place: number) => boolean): RoadStretch[] {
  const meeting = new Map<number, number[]>();
  pieces.forEach(({ start, end }, index) => {
    for (const place of [start, end]) meeting.set(place, [...(meeting.get(place) ?? []), index]);
  });
  const likeness = pieces.map(({ way }) => JSON.stringify({ ...way, direction: Math.abs(way.direction) }));
  const used = new Set<number>();

  /** The piece that goes on where this one ends. */
  const next = (index: number, place: number): { readonly piece: RoadPiece; readonly at: number } | undefined => {
    const here = meeting.get(place) ?? [];
    const other = here[0] === index ? here[1] : here[0];
    if (here.length !== 2 || other === undefined || other === index || used.has(other) || keep(place)) return undefined;
    const [piece, before] = [pieces[other], pieces[index]];
    if (piece === undefined || before === undefined || likeness[other] !== likeness[index]) return undefined;
    return { piece, at: other };
  };
  /** The pieces that follow a place, or come before it, each in the direction of the whole. */
  const follow = (from: number, place: number, isAhead: boolean): RoadPiece[] => {
    const steps: RoadPiece[] = [];
    let [index, here] = [from, place];
    for (let found = next(index, here); found !== undefined; found = next(index, here)) {
      const { piece, at } = found;
      const fits = (isAhead ? piece.start : piece.end) === here;
      // One-way roads that run towards each other do not make one road.
      if (!fits && piece.way.direction !== 0) break;
      used.add(at);
      const oriented = fits ? piece : turned(piece);
      steps.push(oriented);
      [index, here] = [at, isAhead ? oriented.end : oriented.start];
    }
    return steps;
  };
  return pieces.flatMap((piece, index): RoadStretch[] => {
    if (used.has(index)) return [];
    used.add(index);
    const ahead = follow(index, piece.end, true);
    const behind = follow(index, piece.start, false);
    return [oneOf([...behind.toReversed(), piece, ...ahead], piece.way)];
  });
}

function oneOf(chain: readonly RoadPiece[], way: RoadPiece['way']): RoadStretch {
  const [first, last] = [chain[0], chain.at(-1)];
  return {
    way,
    line: chain.flatMap(({ line }, index) => (index === 0 ? line : line.slice(1))),
    start: first?.start ?? 0,
    end: last?.end ?? 0,
    startWay: first?.wayId ?? 0,
    endWay: last?.wayId ?? 0,
    lights: chain.reduce((sum, { lights }) => sum + lights, 0),
  };
}

function turned(piece: RoadPiece): RoadPiece {
  return { ...piece, line: piece.line.toReversed(), start: piece.end, end: piece.start };
}
