import type { ComponentChildren, Ref } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import './button.css';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onPress: () => void;
  readonly tone?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** Something that it started is going on: it stays, says so, and cannot be pressed again. */
  readonly busy?: boolean;
  readonly wide?: boolean;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

export const Button = ({
  children,
  onPress,
  tone = 'plain',
  icon,
  disabled = false,
  busy = false,
  wide = false,
  buttonRef,
}: ButtonProps) => (
  <button
    type="button"
    class={`button button-${tone}${wide ? ' button-wide' : ''}`}
    // A disabled button would lose the focus; one that only says so keeps it.
    aria-disabled={disabled || busy}
    aria-busy={busy}
    onClick={() => {
      if (!disabled && !busy) onPress();
    }}
    ref={buttonRef ?? null}
  >
    {busy ? <span class="spinner" /> : icon !== undefined && <Icon name={icon} />}
    <span class="button-label">{children}</span>
  </button>
);

interface IconButtonProps {
  readonly icon: IconName;
  /** Read aloud. */
  readonly label: string;
  readonly onPress: () => void;
  /** Whether it is switched on, where it is a switch. */
  readonly pressed?: boolean;
  readonly filled?: boolean;
  readonly floating?: boolean;
  readonly disabled?: boolean;
}

/** A round button with a picture instead of words. `floating` stands over a map. */
export const IconButton = ({
  icon,
  label,
  onPress,
  pressed,
  filled = false,
  floating = false,
  disabled = false,
}: IconButtonProps) => (
  <button
    type="button"
    class={`icon-button${floating ? ' icon-button-floating' : ''}`}
    aria-label={label}
    aria-pressed={pressed}
    aria-disabled={disabled}
    onClick={() => {
      if (!disabled) onPress();
    }}
  >
    <Icon name={icon} size={1.5} filled={filled} />
  </button>
);
