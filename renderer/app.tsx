import { batch, effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { ScreenState } from '../src/contract/screen/state.ts';
import { pageBridge, type Bridge } from './bridge/bridge.ts';
import { Shell } from './shell/shell.tsx';
import { AppContext, createApp, type App } from './state/app-context.ts';
import { firstView, followTerminal } from './state/first-view.ts';
import { createRouter } from './state/router.ts';
import { createScreenTopics } from './state/screen-topics.ts';
import { themeOf, type Theme } from './state/theme.ts';
import { createTicker } from './state/ticker.ts';
import { createToasts } from './state/toasts.ts';
import { createTyping } from './state/typing.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

const elapsed = () => performance.now();

const start = (bridge: Bridge, state: ScreenState): App => {
  const screenTopics = createScreenTopics(state, elapsed);
  bridge.on('topic', (event) => batch(() => screenTopics.receive(event)));
  const { settings, position } = screenTopics.signals;

  const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');
  const systemDark = signal(darkSystem.matches);
  darkSystem.addEventListener('change', ({ matches }) => {
    systemDark.value = matches;
  });
  const theme = signal<Theme>('night');
  effect(() => {
    theme.value = themeOf(settings.value.theme, position.value.daylight, systemDark.value);
    document.documentElement.dataset['theme'] = theme.value;
    document.documentElement.lang = settings.value.language;
  });

  const typing = createTyping();
  window.addEventListener('keydown', (event) => {
    if (event.isTrusted) typing.sawKey();
  });
  window.addEventListener('pointerdown', typing.sawTouch, { capture: true });

  const app = createApp({
    bridge,
    screenTopics,
    now: createTicker(elapsed),
    router: createRouter(firstView(state)),
    toasts: createToasts(),
    typing,
    theme,
  });
  followTerminal(app);
  return app;
};

const mount = async (root: HTMLElement) => {
  const bridge = pageBridge();
  const reply = await bridge.call('state.read');
  if (!reply.ok) {
    root.textContent = reply.failure.code;
    return;
  }
  render(
    <AppContext.Provider value={start(bridge, reply.value)}>
      <Shell />
    </AppContext.Provider>,
    root,
  );
};

const root = document.querySelector<HTMLElement>('#app');
if (root !== null) void mount(root);
