import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';
import './banner.css';

interface BannerProps {
  readonly tone: 'info' | 'good' | 'warn' | 'bad';
  readonly icon: IconName;
  readonly title: string;
  readonly text?: ComponentChildren;
  readonly actions?: ComponentChildren;
}

/** Something that one has to know on this screen. */
export const Banner = ({ tone, icon, title, text, actions }: BannerProps) => (
  <div class={`banner banner-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    <span class="banner-icon">
      <Icon name={icon} size={1.5} />
    </span>
    <div class="banner-text">
      <p class="banner-title">{title}</p>
      {text !== undefined && <div class="banner-more">{text}</div>}
    </div>
    {actions !== undefined && <div class="banner-actions">{actions}</div>}
  </div>
);
