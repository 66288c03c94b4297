import type { Manoeuvre } from '../../../src/contract/screen/route.ts';
import { manoeuvreShape } from './manoeuvre-shape.ts';

interface ManoeuvreIconProps extends Pick<Manoeuvre, 'kind'> {
  readonly exit?: number | undefined;
  /** Multiples of the text's size. */
  readonly size: number;
}

/** What to do, as a picture beside its words. A roundabout's exit is counted in its middle. */
export const ManoeuvreIcon = ({ kind, exit, size }: ManoeuvreIconProps) => {
  const { way, head, other } = manoeuvreShape(kind);
  return (
    <svg
      class="manoeuvre-icon"
      viewBox="0 0 48 48"
      width={`${size}em`}
      height={`${size}em`}
      fill="none"
      stroke="currentColor"
      stroke-width="5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {other !== undefined && <path d={other} opacity={kind === 'roundabout' || kind === 'arrive' ? 1 : 0.4} />}
      <path d={way} />
      {head !== undefined && <path d={head} fill="currentColor" stroke-width="2" />}
      {kind === 'roundabout' && exit !== undefined && (
        <text
          x="24"
          y="27"
          text-anchor="middle"
          dominant-baseline="central"
          font-size="13"
          font-weight="700"
          fill="currentColor"
          stroke="none"
        >
          {exit}
        </text>
      )}
    </svg>
  );
};
