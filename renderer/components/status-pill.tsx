import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import './status-pill.css';

interface StatusPillProps {
  readonly children: ComponentChildren;
  readonly tone?: 'neutral' | 'accent' | 'good' | 'warn' | 'bad';
  readonly icon?: IconName;
}

/** A state in a word or two. Never told by its colour alone. */
export const StatusPill = ({ children, tone = 'neutral', icon }: StatusPillProps) => (
  <span class={`status-pill status-pill-${tone}`}>
    {icon !== undefined && <Icon name={icon} size={1.1} />}
    {children}
  </span>
);
