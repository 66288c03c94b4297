import { describe, expect, it } from 'vitest';
import { scaleBar } from '../../../../renderer/map/scale-bar.ts';

describe('the scale', () => {
  it.each([
    [1, 100],
    [0.3, 20],
    [12.6, 1_000],
    [9_000, 1_000_000],
  ])('shows a round length at %d metres a pixel', (metresPerPixel, metres) => {
    const bar = scaleBar(metresPerPixel, 112, 'metric');
    expect(bar.metres).toBe(metres);
    expect(bar.pixels).toBeCloseTo(metres / metresPerPixel, 6);
    expect(bar.pixels).toBeLessThanOrEqual(112);
  });

  it('shows feet, and from a mile on miles', () => {
    expect(scaleBar(1, 112, 'imperial').metres).toBeCloseTo(200 * 0.3048, 6);
    expect(scaleBar(50, 112, 'imperial').metres).toBeCloseTo(2 * 1_609.344, 6);
  });

  it('shows nothing where nothing fits', () => {
    expect(scaleBar(0, 112, 'metric').metres).toBe(0);
  });
});
