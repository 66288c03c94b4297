import type { ManoeuvreKind } from '../../../src/contract/screen/route.ts';

/** How a manoeuvre is drawn on 48 by 48 units: the way that is taken, its arrow's head, and what is not taken. */
export interface ManoeuvreShape {
  /** Stroked strongly. */
  readonly way: string;
  /** Filled; absent where there is no arrow. */
  readonly head?: string;
  /** Stroked faintly: the road that goes on without us, or the ring of a roundabout. */
  readonly other?: string;
}

/** Degrees to the right that the arrow leaves the junction by. */
const turns: Partial<Record<ManoeuvreKind, number>> = {
  continue: 0,
  'slight-left': -45,
  left: -90,
  'sharp-left': -135,
  'slight-right': 45,
  right: 90,
  'sharp-right': 135,
};

export function manoeuvreShape(kind: ManoeuvreKind): ManoeuvreShape {
  const turn = turns[kind];
  if (turn !== undefined) return turnShape(turn);
  switch (kind) {
    case 'u-turn':
      return { way: 'M32 43V19a9 9 0 0 0-18 0v9', head: headAt(14, 38, 180) };
    case 'roundabout':
      return { way: 'M24 45v-9M24 18V13', head: headAt(24, 3, 0), other: 'M24 18a9 9 0 1 1 0 18 9 9 0 0 1 0-18z' };
    case 'ramp-left':
      return { way: 'M30 44V33C30 25 17 24 15 15', head: headAt(13, 5, -14), other: 'M30 32V6' };
    case 'ramp-right':
      return { way: 'M18 44V33c0-8 13-9 15-18', head: headAt(35, 5, 14), other: 'M18 32V6' };
    case 'merge':
      return { way: 'M14 44v-7c0-9 10-9 10-18v-6', head: headAt(24, 3, 0), other: 'M34 44v-7c0-9-10-9-10-18' };
    case 'depart':
      return { way: 'M24 36V14', head: headAt(24, 3, 0), other: 'M24 38.500a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z' };
    default:
      return {
        way: 'M24 44s12-10.5 12-21a12 12 0 1 0-24 0c0 10.5 12 21 12 21z',
        other: 'M24 19a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
      };
  }
}

function turnShape(degrees: number): ManoeuvreShape {
  const angle = (degrees * Math.PI) / 180;
  const [middle, reach] = [degrees === 0 ? 26 : Math.abs(degrees) > 90 ? 16 : Math.abs(degrees) === 90 ? 18 : 24, 12];
  // The stem stands off the middle, so that turn and stem together fill the square.
  const stem = 24 - Math.sign(degrees) * (Math.abs(degrees) >= 90 ? 10 : 6);
  const [x, y] = [stem + Math.sin(angle) * reach, middle - Math.cos(angle) * reach];
  const [tipX, tipY] = [stem + Math.sin(angle) * (reach + 12), middle - Math.cos(angle) * (reach + 12)];
  return { way: `M${stem} 44V${middle}L${round(x)} ${round(y)}`, head: headAt(tipX, tipY, degrees) };
}

/** A triangle with its tip at a point, pointing so many degrees to the right of up. */
function headAt(x: number, y: number, degrees: number): string {
  const angle = (degrees * Math.PI) / 180;
  const corner = (across: number, back: number) => {
    const left = x + across * Math.cos(angle) - back * Math.sin(angle);
    const top = y + across * Math.sin(angle) + back * Math.cos(angle);
    return `${round(left)} ${round(top)}`;
  };
  return `M${corner(0, 0)}L${corner(9, 13)}L${corner(-9, 13)}z`;
}

const round = (value: number) => Math.round(value * 100) / 100;
