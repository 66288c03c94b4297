import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp, useWords } from '../state/app-context.ts';
import { shellWords } from '../words/shell.ts';
import { IconButton } from './button.tsx';
import './page.css';

interface PageProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What stands beside the title. */
  readonly actions?: ComponentChildren;
  /** Another way back than the one that one came, or none. */
  readonly onBack?: (() => void) | null;
}

/** A screen under its title, with the way back. It scrolls where the screen is too small for it. */
export const Page = ({ title, children, actions, onBack }: PageProps) => {
  const { router } = useApp();
  const t = useWords(shellWords);
  const back = onBack === undefined ? router.back : onBack;
  const newest = useRef(back);
  newest.current = back;
  const body = useRef<HTMLDivElement>(null);
  // A long text without anything to press is scrolled by keys all the same.
  useEffect(() => {
    if (body.current !== null) body.current.tabIndex = body.current.querySelector('button, input') === null ? 0 : -1;
  });
  useEffect(() => router.setEscape(() => newest.current?.()), [router]);
  return (
    <div class="page">
      <header class="page-head">
        {back !== null && (onBack !== undefined || router.showsBack.value) && (
          <IconButton icon="back" label={t.back} onPress={back} />
        )}
        <h1 tabIndex={-1}>{title}</h1>
        {actions !== undefined && <div class="page-actions">{actions}</div>}
      </header>
      <div class="page-body scrolls" ref={body}>
        {children}
      </div>
    </div>
  );
};
