import type { ScreenSettings } from '../../src/contract/screen/settings.ts';

const metresPerFoot = 0.3048;
const metresPerMile = 1_609.344;

/**
 * The longest round length that fits.
 * @param longest pixels
 */
export function scaleBar(
  metresPerPixel: number,
  longest: number,
  units: ScreenSettings['units'],
): { metres: number; pixels: number } {
  const most = metresPerPixel * longest;
  const metres = units === 'metric' ? roundBelow(most) : roundImperial(most);
  return { metres, pixels: metres / metresPerPixel };
}

function roundImperial(most: number): number {
  const miles = most / metresPerMile;
  return miles >= 1 ? roundBelow(miles) * metresPerMile : roundBelow(most / metresPerFoot) * metresPerFoot;
}

/** 1, 2 or 5 times a power of ten. */
function roundBelow(most: number): number {
  if (!(most > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(most));
  const factor = [5, 2, 1].find((one) => one * power <= most) ?? 1;
  return factor * power;
}
