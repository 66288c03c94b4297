import type { ComponentChildren } from 'preact';
import './card.css';

interface CardProps {
  readonly children: ComponentChildren;
  readonly title?: string;
  readonly tone?: 'plain' | 'accent' | 'good' | 'warn' | 'bad';
}

/** A group of things that belong together. */
export const Card = ({ children, title, tone = 'plain' }: CardProps) => (
  <section class={`card card-${tone}`}>
    {title !== undefined && <h2 class="card-title">{title}</h2>}
    {children}
  </section>
);
