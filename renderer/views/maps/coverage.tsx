import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Bounds } from '../../../src/contract/screen/geography.ts';
import { countryRings, frameAround, landPath, placeOf } from './outline.ts';
import './coverage.css';

const aspect = 1.3;
/** Smaller than this one would not see the region on the outline. */
const smallest = 7;

/** The world is only read when it is drawn for the first time: the terminal starts without it. */
const loadRings = async () => countryRings((await import('world-atlas/countries-110m.json')).default);

/** Where in the world a region lies: the countries around it, and its bounds. */
export const Coverage = ({ bounds, label }: { readonly bounds: Bounds; readonly label: string }) => {
  const [west, south, east, north] = bounds;
  const land = useSignal('');
  const frame = useMemo(() => frameAround([west, south, east, north], aspect), [west, south, east, north]);
  useEffect(() => {
    let wanted = true;
    void loadRings().then((rings) => {
      if (wanted) land.value = landPath(rings, frame, aspect);
    });
    return () => {
      wanted = false;
    };
  }, [frame, land]);
  const [left, top] = placeOf(frame, aspect, [west, north]);
  const [right, bottom] = placeOf(frame, aspect, [east, south]);
  const width = Math.max(smallest, right - left);
  const height = Math.max(smallest, bottom - top);
  return (
    <svg class="coverage" viewBox={`0 0 100 ${100 / aspect}`} role="img" aria-label={label}>
      <path class="coverage-land" d={land} />
      <rect
        class="coverage-region"
        rx="1.5"
        x={(left + right - width) / 2}
        y={(top + bottom - height) / 2}
        width={width}
        height={height}
      />
    </svg>
  );
};
