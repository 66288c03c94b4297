import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { Fix } from '../../../../src/contract/screen/route.ts';
import { metresBetween } from '../../../../src/navigation/guidance/geometry.ts';
import { routeLine } from '../../../../src/navigation/guidance/route-line.ts';
import type { PositionReport } from '../../../../src/navigation/position/position-source.ts';
import { SimulatedDrive } from '../../../../src/navigation/position/simulated-drive.ts';
import { simulatedSource } from '../../../../src/navigation/position/simulated-source.ts';
import { routeOf } from '../../../support/hand-routes.ts';
import { VirtualTime } from '../../../support/virtual-time.ts';

const line = routeLine(
  routeOf([
    { towards: 0, metres: 1_000, speed: 72 },
    { towards: 90, metres: 500, speed: 36 },
  ]),
);

function seconds(drive: SimulatedDrive): Fix[] {
  const fixes: Fix[] = [];
  while (!drive.arrived && fixes.length < 1_000) fixes.push(drive.advance(1));
  return fixes;
}

describe('a simulated drive', () => {
  const fixes = seconds(new SimulatedDrive(line, 1));

  it('takes about as long as the roads say, with what bends cost', () => {
    expect(fixes.length).toBeGreaterThan(100);
    expect(fixes.length).toBeLessThan(130);
    expect(fixes.every((fix) => Check(Fix, fix))).toBe(true);
  });

  it('drives at the speed of the road, slows before the bend, and ends standing at the end', () => {
    const fastest = Math.max(...fixes.map(({ speed }) => speed));
    expect(fastest).toBeCloseTo(20, 1);
    const corner = fixes.filter(({ position }) => metresBetween(position, line.points[1] ?? [0, 0]) < 10);
    expect(corner.length).toBeGreaterThan(0);
    expect(Math.min(...corner.map(({ speed }) => speed))).toBeLessThan(7);
    expect(fixes.at(-1)).toMatchObject({ position: line.points[2], speed: 0, simulated: true });
    expect(fixes.at(-1)).not.toHaveProperty('heading');
  });

  it('is as many times as fast as its pace', () => {
    const fast = seconds(new SimulatedDrive(line, 10));
    expect(fast.length).toBeCloseTo(fixes.length / 10, -0.5);
    expect(Math.max(...fast.map(({ speed }) => speed))).toBeCloseTo(200, 0);
  });

  it('goes on where it was', () => {
    const { position } = new SimulatedDrive(line, 1, 700).advance(0);
    expect(metresBetween(position, line.points[0] ?? [0, 0])).toBeCloseTo(700, 0);
  });

  it('reports its positions, and ends when it has arrived', async () => {
    const time = new VirtualTime();
    const clock = {
      monotonic: () => time.now,
      sleep: (s: number, signal?: AbortSignal) => time.sleep(s, signal ?? new AbortController().signal),
    };
    const reports: PositionReport[] = [];
    const following = simulatedSource(new SimulatedDrive(line, 5), clock).follow(
      (one) => reports.push(one),
      new AbortController().signal,
    );
    await time.runUntil(following);
    expect(reports.every(({ state }) => state === 'fixed')).toBe(true);
    expect(reports.at(-1)).toMatchObject({ fix: { position: line.points[2], speed: 0 } });
    expect(time.now).toBeGreaterThan(20);
    expect(time.now).toBeLessThan(30);
  });
});
