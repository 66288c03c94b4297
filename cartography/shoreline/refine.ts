import { mergePolygons, polygonsOfRings, subtractPolygons } from '../geometry/merge-polygons.ts';
import { simplifyLine } from '../geometry/simplify.ts';
import { boxRing, unitsPerMetre, type Box, type Polygon } from '../geometry/world.ts';
import type { OsmFeature } from '../sources/osm-feature.ts';
import { zeroContours } from './contour.ts';
import { distanceTo } from './distance.ts';
import { emptyMask, gridOver, paintLine, paintPoint, paintPolygon, type Grid } from './grid.ts';
import { isLandEvidence } from './land-evidence.ts';

/** All in metres on the ground. */
const rules = {
  cell: 16,
  /** Gaps between things on land up to twice this wide are land: between two streets, not across a bay. */
  closing: 190,
  /** The shore runs this far outside the outermost thing on land. */
  margin: 14,
  /** How far inland of the general shore the sea may be found where nothing stands on land. */
  reach: 1_500,
  /** The part of the distance to the edge of the data that the reach may be there. */
  edgeReach: 0.3,
  /** What the contour may be straightened by. */
  tolerance: 5,
};

/**
 * The shore near a city, from a general one and from what stands on land.
 *
 * Natural Earth's land is drawn for 1:10,000,000 and lies up to a kilometre off; the source's OpenStreetMap data has no
 * coastline. But its streets, addresses, beaches and buildings say where land is: the sea begins where they end, as far
 * as it connects to the general sea. The result follows a built-up shore closely and is a guess along an empty one.
 */
export function refineShore(land: readonly Polygon[], features: readonly OsmFeature[], box: Box): Polygon[] {
  const metre = unitsPerMetre((box.minY + box.maxY) / 2);
  const grid = gridOver(box, rules.cell * metre);
  const general = emptyMask(grid);
  for (const polygon of land) paintPolygon(general, grid, polygon);
  if (!general.includes(0)) return [...land];
  const closed = closedEvidence(features, grid);
  const sea = floodSea(general, closed, grid);
  const field = smoothField(sea, grid);
  const rings = zeroContours(field, grid)
    .map((ring) => simplifyLine(ring, rules.tolerance * metre))
    .filter((ring) => ring.length > 3);
  return mergePolygons([...subtractPolygons(land, [[boxRing(box)]]), ...polygonsOfRings(rings)]);
}

function closedEvidence(features: readonly OsmFeature[], grid: Grid): Uint8Array {
  const evidence = emptyMask(grid);
  for (const feature of features) {
    if (!isLandEvidence(feature)) continue;
    if (feature.kind === 'point') paintPoint(evidence, grid, feature.position);
    if (feature.kind === 'line') for (const line of feature.lines) paintLine(evidence, grid, line);
    if (feature.kind === 'area') {
      for (const polygon of feature.polygons) {
        paintPolygon(evidence, grid, polygon);
        for (const ring of polygon) paintLine(evidence, grid, ring);
      }
    }
  }
  const radius = rules.closing / rules.cell;
  const farOut = distanceTo(evidence, grid).map((distance) => (distance > radius + rules.margin / rules.cell ? 1 : 0));
  return Uint8Array.from(distanceTo(Uint8Array.from(farOut), grid), (distance) => (distance > radius ? 1 : 0));
}

/** From the general sea inland, as far as nothing on land stands in the way and the reach allows. */
function floodSea(general: Uint8Array, closed: Uint8Array, grid: Grid): Uint8Array {
  const { columns, rows } = grid;
  const inland = distanceTo(
    general.map((isLand) => 1 - isLand),
    grid,
  );
  const sea = emptyMask(grid);
  const queue: number[] = [];
  const reach = rules.reach / rules.cell;
  const visit = (column: number, row: number) => {
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    const index = row * columns + column;
    if (sea[index] === 1 || closed[index] === 1) return;
    // Towards the edges of the data the general shore holds, so that it goes on outside without a step.
    const toEdge = rules.edgeReach * Math.min(column, columns - 1 - column, row, rows - 1 - row);
    if ((inland[index] as number) > Math.min(reach, toEdge)) return;
    sea[index] = 1;
    queue.push(index);
  };
  general.forEach((isLand, index) => {
    if (isLand === 0) visit(index % columns, Math.floor(index / columns));
  });
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    visit(column + 1, row);
    visit(column - 1, row);
    visit(column, row + 1);
    visit(column, row - 1);
  }
  return sea;
}

/** Signed distance from the shore in cells, positive on land, averaged over the neighbours against stairs. */
function smoothField(sea: Uint8Array, grid: Grid): Float32Array {
  const { columns, rows } = grid;
  const toSea = distanceTo(sea, grid);
  const toLand = distanceTo(
    sea.map((isSea) => 1 - isSea),
    grid,
  );
  const signed = toSea.map((distance, index) => Math.min(distance, 50) - Math.min(toLand[index] as number, 50));
  const smooth = new Float32Array(signed.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      let weight = 0;
      for (let y = Math.max(0, row - 2); y <= Math.min(rows - 1, row + 2); y++) {
        for (let x = Math.max(0, column - 2); x <= Math.min(columns - 1, column + 2); x++) {
          const share = (3 - Math.abs(x - column)) * (3 - Math.abs(y - row));
          sum += (signed[y * columns + x] as number) * share;
          weight += share;
        }
      }
      smooth[row * columns + column] = sum / weight;
    }
  }
  return smooth;
}
