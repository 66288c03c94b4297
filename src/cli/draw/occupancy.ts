export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Which parts of the picture are written on. */
export interface Occupancy {
  /** Takes the rectangles if all of them are free and wholly in the picture; takes none otherwise. */
  take(rectangles: readonly Rectangle[], padding: number): boolean;
}

const cell = 64;

export function createOccupancy(
  { width, height }: { readonly width: number; readonly height: number },
  taken: readonly Rectangle[],
): Occupancy {
  const grid = new Map<string, Rectangle[]>();
  const cellsOf = ({ left, top, right, bottom }: Rectangle): string[] => {
    const keys: string[] = [];
    for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x++) {
      for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y++) keys.push(`${x},${y}`);
    }
    return keys;
  };
  const occupy = (rectangle: Rectangle) => {
    for (const key of cellsOf(rectangle)) {
      const found = grid.get(key);
      if (found === undefined) grid.set(key, [rectangle]);
      else found.push(rectangle);
    }
  };
  const isFree = (rectangle: Rectangle) =>
    rectangle.left >= 0 &&
    rectangle.top >= 0 &&
    rectangle.right <= width &&
    rectangle.bottom <= height &&
    cellsOf(rectangle).every((key) => !(grid.get(key) ?? []).some((other) => overlap(rectangle, other)));
  taken.forEach(occupy);
  return {
    take(rectangles, padding) {
      const padded = rectangles.map(({ left, top, right, bottom }) => ({
        left: left - padding,
        top: top - padding,
        right: right + padding,
        bottom: bottom + padding,
      }));
      if (!padded.every(isFree)) return false;
      padded.forEach(occupy);
      return true;
    },
  };
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
