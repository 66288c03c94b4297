import { describe, expect, it } from 'vitest';
import { createMotion } from '../../../../../renderer/map/engine/motion.ts';
import { trackOf } from '../../../../../renderer/map/engine/route-track.ts';
import type { Fix } from '../../../../../src/contract/screen/route.ts';
import { metresBetween, pointAt } from '../../../../../src/navigation/guidance/geometry.ts';

const fixAt = (east: number, more: Partial<Fix> = {}): Fix => ({
  position: pointAt([0, 0], 90, east),
  heading: 90,
  speed: 20,
  simulated: false,
  ...more,
});
const eastOf = (motion: ReturnType<typeof createMotion>, now: number) =>
  metresBetween([0, 0], motion.at(now)?.position ?? [0, 0]);

describe('the vehicle between fixes', () => {
  it('is nowhere before the first', () => {
    const motion = createMotion();
    expect(motion.at(0)).toBeUndefined();
    expect(motion.moves(0)).toBe(false);
  });

  it('goes on at its speed, and stops when no fix follows', () => {
    const motion = createMotion();
    motion.accept(fixAt(0), undefined, 0);
    expect(eastOf(motion, 500)).toBeCloseTo(10, 1);
    expect(eastOf(motion, 60_000)).toBeCloseTo(32, 0);
    expect(motion.moves(60_000)).toBe(false);
  });

  it('stays where it stands', () => {
    const motion = createMotion();
    motion.accept(fixAt(5, { speed: 0 }), undefined, 0);
    expect(eastOf(motion, 1_000)).toBeCloseTo(5, 3);
  });

  it('makes up for a wrong guess without a jump', () => {
    const motion = createMotion();
    motion.accept(fixAt(0), undefined, 0);
    const before = eastOf(motion, 1_000);
    // It had braked: the next fix lies behind what was drawn.
    motion.accept(fixAt(12, { speed: 4 }), undefined, 1_000);
    expect(eastOf(motion, 1_000)).toBeCloseTo(before, 1);
    let last = before;
    for (let now = 1_016; now <= 2_400; now += 16) {
      const east = eastOf(motion, now);
      expect(Math.abs(east - last)).toBeLessThan(0.6);
      last = east;
    }
    expect(last).toBeCloseTo(12 + 4 * 1.4, 0);
  });

  it('is not held back by a fix that is told twice', () => {
    const motion = createMotion();
    const fix = fixAt(0);
    motion.accept(fix, undefined, 0);
    motion.accept(fix, undefined, 700);
    expect(eastOf(motion, 1_000)).toBeCloseTo(20, 1);
  });

  it('jumps to a place that is far away', () => {
    const motion = createMotion();
    motion.accept(fixAt(0), undefined, 0);
    motion.accept(fixAt(5_000), undefined, 1_000);
    expect(eastOf(motion, 1_000)).toBeCloseTo(5_000, 0);
  });

  it('turns the shorter way round', () => {
    const motion = createMotion();
    motion.accept(fixAt(0, { heading: 350, speed: 0 }), undefined, 0);
    motion.accept(fixAt(0, { heading: 10, speed: 0 }), undefined, 1_000);
    const heading = motion.at(1_100)?.heading ?? 180;
    expect(heading > 350 || heading < 10).toBe(true);
  });

  it('follows the route round its corner', () => {
    const route = trackOf([
      [0, 0],
      [0.001, 0],
      [0.001, 0.001],
    ]);
    const motion = createMotion();
    motion.accept(fixAt(105, { speed: 14 }), route, 0);
    const pose = motion.at(1_000);
    expect(pose?.metres).toBeCloseTo(119, 0);
    expect(pose?.heading).toBeCloseTo(0, 1);
    expect(pose?.position[0]).toBeCloseTo(0.001, 6);
  });

  it('leaves a route that lies too far off', () => {
    const route = trackOf([
      [0, 0.01],
      [0.01, 0.01],
    ]);
    const motion = createMotion();
    motion.accept(fixAt(0), route, 0);
    expect(motion.at(100)?.metres).toBeUndefined();
  });
});
