import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import './row.css';

interface RowText {
  readonly title: ComponentChildren;
  readonly detail?: ComponentChildren;
  readonly icon?: IconName;
}

interface RowProps extends RowText {
  /** What stands at the end: a value, a pill, a switch. */
  readonly end?: ComponentChildren;
}

const RowContent = ({ title, detail, icon, end }: RowProps) => (
  <>
    {icon !== undefined && (
      <span class="row-icon">
        <Icon name={icon} size={1.3} />
      </span>
    )}
    <span class="row-text">
      <span class="row-title">{title}</span>
      {detail !== undefined && <span class="row-detail">{detail}</span>}
    </span>
    {end !== undefined && <span class="row-end">{end}</span>}
  </>
);

/** A line of a list that only shows. */
export const Row = (props: RowProps) => (
  <div class="row">
    <RowContent {...props} />
  </div>
);

interface RowButtonProps extends RowProps {
  readonly onPress: () => void;
  /** Of a list out of which one is chosen. */
  readonly selected?: boolean;
  readonly tone?: 'plain' | 'danger';
  readonly disabled?: boolean;
}

/** A line of a list that leads somewhere or does something. */
export const RowButton = ({ onPress, selected, tone = 'plain', disabled = false, ...content }: RowButtonProps) => (
  <button
    type="button"
    class={`row row-button row-${tone}`}
    aria-pressed={selected}
    aria-disabled={disabled}
    onClick={() => {
      if (!disabled) onPress();
    }}
  >
    <RowContent {...content} end={content.end ?? (selected === undefined ? <Icon name="forward" /> : undefined)} />
  </button>
);

/** A list of rows, one under the other on one surface. */
export const RowList = ({ children, label }: { readonly children: ComponentChildren; readonly label?: string }) => (
  <div class="row-list" role="group" aria-label={label}>
    {children}
  </div>
);
