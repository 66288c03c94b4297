import type { Bounds } from '../../../src/contract/screen/geography.ts';

/** A polygon has a list of rings, a multipolygon one such list for each of its polygons; a ring is a list of arcs. */
interface CountryGeometry {
  readonly type: string;
  readonly arcs?: readonly (readonly (number | readonly number[])[])[];
}

/** What is read of a TopoJSON file of the world's countries: arcs are quantized, each point a step from the one before. */
export interface WorldTopology {
  readonly transform: { readonly scale: readonly number[]; readonly translate: readonly number[] };
  readonly arcs: readonly (readonly (readonly number[])[])[];
  readonly objects: {
    readonly countries: { readonly geometries: readonly CountryGeometry[] };
  };
}

type Point = readonly [number, number];

/** A line of degrees that closes; its longitudes go on beyond 180 where it crosses the date line. */
export interface Ring {
  readonly points: readonly Point[];
  readonly bounds: Bounds;
}

/** A part of the world in degrees, as it is shown. */
export interface Frame {
  readonly west: number;
  readonly south: number;
  readonly width: number;
  readonly height: number;
}

const narrowest = 26;

/**
 * What is shown around a region: enough of the world that one knows the coast.
 * @param aspect width divided by height of the picture
 */
export const frameAround = ([west, south, east, north]: Bounds, aspect: number): Frame => {
  const middle = (south + north) / 2;
  // A degree of longitude is as long as one of latitude only at the equator.
  const stretch = Math.max(0.2, Math.cos((middle * Math.PI) / 180));
  const around = Math.max(narrowest, (east - west) * 3, ((north - south) * 3 * aspect) / stretch);
  // There is no more than the whole world to be shown.
  const width = Math.min(360, around);
  const height = (width * stretch) / aspect;
  return { west: (west + east) / 2 - width / 2, south: middle - height / 2, width, height };
};

/** Where a point lies in a picture that is 100 units wide. */
export const placeOf = (frame: Frame, aspect: number, [longitude, latitude]: Point): Point => [
  ((longitude - frame.west) / frame.width) * 100,
  ((frame.south + frame.height - latitude) / frame.height) * (100 / aspect),
];

const unpackArcs = ({ transform, arcs }: WorldTopology): readonly (readonly Point[])[] => {
  const [scaleX = 1, scaleY = 1] = transform.scale;
  const [moveX = 0, moveY = 0] = transform.translate;
  return arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([stepX = 0, stepY = 0]) => {
      x += stepX;
      y += stepY;
      return [x * scaleX + moveX, y * scaleY + moveY] as const;
    });
  });
};

/** A ring out of its arcs; a negative index is an arc backwards (TopoJSON, section 2.1.4). */
const ringOf = (arcs: readonly (readonly Point[])[], indexes: readonly number[]): Ring => {
  const points: Point[] = [];
  let turn = 0;
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const index of indexes) {
    const arc = index < 0 ? (arcs[~index] ?? []).toReversed() : (arcs[index] ?? []);
    for (const [longitude, latitude] of arc) {
      const step = longitude + turn - (points.at(-1)?.[0] ?? longitude);
      if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
      const x = longitude + turn;
      points.push([x, latitude]);
      bounds[0] = Math.min(bounds[0], x);
      bounds[1] = Math.min(bounds[1], latitude);
      bounds[2] = Math.max(bounds[2], x);
      bounds[3] = Math.max(bounds[3], latitude);
    }
  }
  return { points, bounds };
};

/** The outlines of the countries. */
export const countryRings = (topology: WorldTopology): readonly Ring[] => {
  const arcs = unpackArcs(topology);
  return topology.objects.countries.geometries.flatMap((geometry) =>
    (geometry.arcs ?? []).flatMap((part) => {
      const rings = geometry.type === 'MultiPolygon' ? part : [part];
      return rings.map((ring) => ringOf(arcs, ring as readonly number[]));
    }),
  );
};

/** The land that comes into the frame, as an SVG path in the picture's units. */
export const landPath = (rings: readonly Ring[], frame: Frame, aspect: number): string => {
  const parts: string[] = [];
  for (const { points, bounds } of rings) {
    // Whatever lies across the date line is drawn on both sides of it.
    for (const turn of [-360, 0, 360]) {
      const beside = bounds[2] + turn < frame.west || bounds[0] + turn > frame.west + frame.width;
      const aboveOrBelow = bounds[3] < frame.south || bounds[1] > frame.south + frame.height;
      if (beside || aboveOrBelow) continue;
      const places = points.map(([longitude, latitude]) => {
        const [x, y] = placeOf(frame, aspect, [longitude + turn, latitude]);
        return `${x.toFixed(1)} ${y.toFixed(1)}`;
      });
      parts.push(`M${places.join('L')}Z`);
    }
  }
  return parts.join('');
};
