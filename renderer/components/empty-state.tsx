import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import './empty-state.css';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string;
  readonly actions?: ComponentChildren;
}

/** Nothing is here: why, and what one can do about it. */
export const EmptyState = ({ icon, title, text, actions }: EmptyStateProps) => (
  <div class="empty-state">
    <span class="empty-state-icon">
      <Icon name={icon} size={2.5} />
    </span>
    <h2>{title}</h2>
    {text !== undefined && <p class="muted">{text}</p>}
    {actions !== undefined && <div class="empty-state-actions">{actions}</div>}
  </div>
);

/** Stands where something is about to be. */
export const Skeleton = ({ rows, label }: { readonly rows: number; readonly label: string }) => (
  <div class="skeleton" role="status" aria-label={label}>
    {Array.from({ length: rows }, (_, row) => (
      <span key={row} class="skeleton-row" />
    ))}
  </div>
);
