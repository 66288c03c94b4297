import { describe, expect, it } from 'vitest';
import { approach, blend, followPose, guidanceZoom } from '../../../../../renderer/map/engine/camera-target.ts';

describe('the zoom of guidance', () => {
  it('sees further the faster one drives', () => {
    const zooms = [0, 5, 14, 20, 28, 40].map((speed) => guidanceZoom(speed, undefined));
    expect(zooms).toEqual(zooms.toSorted((a, b) => b - a));
    expect(guidanceZoom(0, undefined)).toBe(17);
    expect(guidanceZoom(100, undefined)).toBe(14.4);
  });

  it('comes close before a turn', () => {
    expect(guidanceZoom(22, 5_000)).toBe(guidanceZoom(22, undefined));
    expect(guidanceZoom(22, 40)).toBeCloseTo(17.3, 5);
    expect(guidanceZoom(22, 200)).toBeGreaterThan(guidanceZoom(22, 259));
  });
});

describe('what following shows', () => {
  const pose = { position: [1, 2], heading: 70 } as const;
  const place = { ...pose, position: [1, 2] as [number, number] };

  it('turns with the car and tilts only while guided with the heading up', () => {
    expect(followPose(place, { heading: 'heading-up', guiding: true }, 16)).toEqual({
      center: [1, 2],
      zoom: 16,
      bearing: 70,
      pitch: 50,
    });
    expect(followPose(place, { heading: 'north-up', guiding: true }, 16)).toMatchObject({ bearing: 0, pitch: 0 });
    expect(followPose(place, { heading: 'heading-up', guiding: false }, 16)).toMatchObject({ bearing: 70, pitch: 0 });
  });

  it('is reached smoothly, the shorter way round', () => {
    const from = { center: [0, 0] as [number, number], zoom: 10, bearing: 350, pitch: 0 };
    const to = { center: [1, 1] as [number, number], zoom: 16, bearing: 10, pitch: 50 };
    expect(blend(from, to, 0).bearing).toBe(350);
    expect(blend(from, to, 0.5)).toMatchObject({ zoom: 13, bearing: 360 });
    expect(blend(from, to, 1)).toBe(to);
  });

  it('approaches without passing', () => {
    expect(approach(10, 20, 0, 500)).toBe(10);
    expect(approach(10, 20, 500, 500)).toBeCloseTo(16.32, 2);
    expect(approach(10, 20, 1e6, 500)).toBe(20);
  });
});
