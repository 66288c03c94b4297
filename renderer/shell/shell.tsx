import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../state/app-context.ts';
import type { Router, ViewName } from '../state/router.ts';
import type { Typing } from '../state/typing.ts';
import { Guide } from '../views/guide/guide.tsx';
import { renderView } from '../views/views.tsx';
import { shellWords } from '../words/shell.ts';
import { titleWords } from '../words/titles.ts';
import { KeyboardDock } from './keyboard-dock.tsx';
import { Rail } from './rail.tsx';
import { StatusStrip } from './status-strip.tsx';
import { ToastList } from './toast-list.tsx';
import { useNews } from './use-news.ts';
import './shell.css';

/** Screens that stand alone: nothing else can be done before they are through. */
const alone: ReadonlySet<ViewName> = new Set(['start', 'sign-up']);
/** Screens that are the map: it reaches every edge, and the status lies over it. */
const overMap: ReadonlySet<ViewName> = new Set(['map', 'route']);

/** Escape leads back from everywhere. */
const useWayBack = (router: Router) => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      router.escape();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router]);
};

/**
 * Whoever presses a button while typing goes on typing: were the focus lost, the keyboard would go, everything move, and
 * the finger lift from something else than what it pressed.
 */
const useKeptFocus = (typing: Typing) => {
  useEffect(() => {
    const onDown = (event: MouseEvent) => {
      if (typing.target.peek() === undefined || !(event.target instanceof Element)) return;
      if (event.target.closest('button') !== null) event.preventDefault();
    };
    window.addEventListener('mousedown', onDown);
    return () => window.removeEventListener('mousedown', onDown);
  }, [typing]);
};

/** The frame around every screen: menu, status, the screen itself, and what passes by. */
export const Shell = () => {
  const app = useApp();
  const main = useRef<HTMLElement>(null);
  const view = app.router.current.value;
  const withRail = !alone.has(view.name);
  useWayBack(app.router);
  useKeptFocus(app.typing);
  useNews(app);

  useSignalEffect(() => {
    const title = titleWords[app.language.value][app.router.current.value.name];
    document.title = `${title} · ${shellWords[app.language.value].product}`;
  });
  // A new screen: whoever cannot see it is told its heading, and Tab goes on from there.
  useEffect(() => {
    const element = main.current;
    if (element === null || element.contains(document.activeElement)) return;
    (element.querySelector<HTMLElement>('[autofocus], h1[tabindex]') ?? element).focus({ preventScroll: true });
  }, [view.name]);

  return (
    <div class={`shell${withRail ? ' shell-with-rail' : ''}${overMap.has(view.name) ? ' shell-over-map' : ''}`}>
      {withRail && <Rail />}
      <StatusStrip />
      <main class="shell-view" ref={main} tabIndex={-1}>
        {renderView(view)}
      </main>
      <Guide />
      <KeyboardDock />
      <ToastList />
    </div>
  );
};
