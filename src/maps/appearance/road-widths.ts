/** A width in pixels that grows with the zoom: given at some zooms, in between by constant ratio. */
type Stops = readonly (readonly [zoom: number, pixels: number])[];

export interface RoadWidths {
  readonly class: string;
  readonly width: Stops;
  /** Pixels of casing on each side once the road is wide enough to have one. */
  readonly casingFrom: number;
}

/** In drawing order. */
export const roadWidths: readonly RoadWidths[] = [
  {
    class: 'service',
    width: [
      [13, 0.5],
      [15, 1.8],
      [17, 6],
      [19, 16],
    ],
    casingFrom: 15,
  },
  {
    class: 'minor',
    width: [
      [11.5, 0.35],
      [12.5, 0.9],
      [13.5, 1.9],
      [15, 4.5],
      [17, 12],
      [19, 34],
    ],
    casingFrom: 13.4,
  },
  {
    class: 'tertiary',
    width: [
      [9.5, 0.4],
      [11, 0.9],
      [13, 2.6],
      [15, 6.5],
      [17, 15],
      [19, 40],
    ],
    casingFrom: 12.6,
  },
  {
    class: 'secondary',
    width: [
      [8.5, 0.5],
      [11, 1.5],
      [13, 3.6],
      [15, 8],
      [17, 18],
      [19, 46],
    ],
    casingFrom: 11.2,
  },
  {
    class: 'primary',
    width: [
      [7, 0.6],
      [9, 1],
      [11, 2],
      [13, 4.6],
      [15, 10],
      [17, 22],
      [19, 54],
    ],
    casingFrom: 10.4,
  },
  {
    class: 'trunk',
    width: [
      [5, 0.7],
      [9, 1.5],
      [11, 2.6],
      [13, 5.4],
      [15, 11],
      [17, 24],
      [19, 58],
    ],
    casingFrom: 9.5,
  },
  {
    class: 'motorway',
    width: [
      [4, 0.7],
      [9, 1.8],
      [11, 3],
      [13, 6],
      [15, 12],
      [17, 26],
      [19, 60],
    ],
    casingFrom: 9,
  },
];

export function widthAt(stops: Stops, zoom: number): number {
  const [first] = stops;
  const last = stops.at(-1);
  if (first === undefined || last === undefined || zoom < first[0]) return 0;
  if (zoom >= last[0]) return last[1] * 2 ** (zoom - last[0]);
  const next = stops.findIndex(([at]) => at > zoom);
  const [fromZoom, from] = stops[next - 1] ?? first;
  const [toZoom, to] = stops[next] ?? last;
  return from * (to / from) ** ((zoom - fromZoom) / (toZoom - fromZoom));
}
