import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../../components/icon.tsx';

interface WayProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: ComponentChildren;
  readonly primary?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

/** One of the few ways to go on from the first screen: as large as what it means. */
export const Way = ({ icon, title, text, primary = false, busy = false, disabled = false, onPress }: WayProps) => (
  <button
    type="button"
    class={`start-way${primary ? ' start-way-primary' : ''}`}
    aria-busy={busy}
    aria-disabled={disabled || busy}
    onClick={() => {
      if (!busy && !disabled) onPress();
    }}
  >
    {busy ? <span class="spinner start-way-icon" /> : <Icon name={icon} size={1.8} />}
    <span class="start-way-text">
      <span class="start-way-title">{title}</span>
      <span class="start-way-detail">{text}</span>
    </span>
    <Icon name="forward" />
  </button>
);
