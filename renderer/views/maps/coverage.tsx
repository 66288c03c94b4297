import land from 'world-atlas/land-110m.json';
import { useMemo } from 'preact/hooks';
import type { Bounds } from '../../../src/contract/screen/geography.ts';
import { frameAround, landPath, landRings, placeOf } from './outline.ts';
import './coverage.css';

const aspect = 1.3;
/** Smaller than this one would not see the region on the outline. */
const smallest = 7;

/** Where in the world a region lies: the coast around it, and its bounds. */
export const Coverage = ({ bounds, label }: { readonly bounds: Bounds; readonly label: string }) => {
  const [west, south, east, north] = bounds;
  const drawn = useMemo(() => {
    const frame = frameAround([west, south, east, north], aspect);
    const [left, top] = placeOf(frame, aspect, [west, north]);
    const [right, bottom] = placeOf(frame, aspect, [east, south]);
    const width = Math.max(smallest, right - left);
    const height = Math.max(smallest, bottom - top);
    return {
      path: landPath(landRings(land), frame, aspect),
      box: { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height },
    };
  }, [west, south, east, north]);
  return (
    <svg class="coverage" viewBox={`0 0 100 ${100 / aspect}`} role="img" aria-label={label}>
      <path class="coverage-land" d={drawn.path} />
      <rect class="coverage-region" rx="1.5" {...drawn.box} />
    </svg>
  );
};
