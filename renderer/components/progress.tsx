import './progress.css';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; absent where nobody knows how long it takes. */
  readonly part?: number;
  /** As it is read aloud. */
  readonly text?: string;
  readonly paused?: boolean;
}

export const ProgressBar = ({ label, part, text, paused = false }: ProgressBarProps) => (
  <div
    class={`progress${part === undefined ? ' progress-unknown' : ''}${paused ? ' progress-paused' : ''}`}
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={part === undefined ? undefined : Math.floor(part * 100)}
    aria-valuetext={text}
  >
    <span class="progress-bar" style={{ transform: `scaleX(${part ?? 0.3})` }} />
  </div>
);

interface RingProps {
  /** 0 to 1: how much is left. */
  readonly part: number;
  /** Read aloud with its picture. */
  readonly label: string;
  /** Multiples of the text's size. */
  readonly size?: number;
  readonly tone?: 'accent' | 'good' | 'warn' | 'bad';
}

const radius = 9;
const around = 2 * Math.PI * radius;

/** A ring that empties clockwise, and fills again. */
export const Ring = ({ part, label, size = 1.5, tone = 'accent' }: RingProps) => (
  <svg
    class={`ring ring-${tone}`}
    viewBox="0 0 24 24"
    width={`${size}em`}
    height={`${size}em`}
    role="img"
    aria-label={label}
  >
    <circle class="ring-ground" cx="12" cy="12" r={radius} />
    <circle
      class="ring-part"
      cx="12"
      cy="12"
      r={radius}
      stroke-dasharray={`${Math.min(1, Math.max(0, part)) * around} ${around}`}
      transform="rotate(-90 12 12)"
    />
  </svg>
);
