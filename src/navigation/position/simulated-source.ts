import type { PositionClock, PositionSource } from './position-source.ts';
import type { SimulatedDrive } from './simulated-drive.ts';

/** Seconds between two positions: often enough for a map that follows smoothly. */
const interval = 0.25;

/** A simulated drive as a source of positions; ends a few positions after the drive does. */
export function simulatedSource(drive: SimulatedDrive, clock: PositionClock): PositionSource {
  return {
    follow: async (report, signal) => {
      let at = clock.monotonic();
      for (let standing = 0; standing < 4 && !signal.aborted; standing += drive.arrived ? 1 : 0) {
        const now = clock.monotonic();
        report({ state: 'fixed', fix: drive.advance(now - at) });
        at = now;
        const slept = await clock.sleep(interval, signal).then(
          () => true,
          () => false,
        );
        if (!slept) return;
      }
    },
  };
}
