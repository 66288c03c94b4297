/** Where a station stands in the picture, and on which of its sides the way from the one before comes in. */
export interface StationPlace {
  /** From 1. */
  readonly column: number;
  readonly row: number;
  readonly leads: 'left' | 'right' | 'top' | undefined;
}

const perRow = 3;

/** Places of stations along a way that turns at the end of each row: to the right, back to the left, and so on. */
export const stationsOf = (count: number): readonly StationPlace[] =>
  Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / perRow);
    const along = index % perRow;
    const backwards = row % 2 === 1;
    const column = backwards ? perRow - along : along + 1;
    const leads = along > 0 ? (backwards ? 'right' : 'left') : row > 0 ? 'top' : undefined;
    return { column, row: row + 1, leads };
  });
