import { batch, effect, signal } from '@preact/signals';
import { render } from 'preact';
import type { TopicEvent } from '../src/contract/screen/calls.ts';
import type { ScreenState } from '../src/contract/screen/state.ts';
import { pageBridge, type Bridge } from './bridge/bridge.ts';
import { NoState } from './shell/no-state.tsx';
import { Shell } from './shell/shell.tsx';
import { AppContext, createApp, type App } from './state/app-context.ts';
import { firstView, followTerminal } from './state/first-view.ts';
import { markFirstScreen } from './state/milestones.ts';
import { createRouter } from './state/router.ts';
import { createScreenTopics } from './state/screen-topics.ts';
import { themeOf, type Theme } from './state/theme.ts';
import { createTicker } from './state/ticker.ts';
import { createToasts } from './state/toasts.ts';
import { createTyping } from './state/typing.ts';
import { announcements, type Told } from './voice/announcements.ts';
import { createPageSpeaker } from './voice/page-speaker.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

const elapsed = () => performance.now();

const start = (bridge: Bridge, state: ScreenState, early: readonly TopicEvent[]): App => {
  const screenTopics = createScreenTopics(state, elapsed);
  for (const event of early) screenTopics.receive(event);
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
  // Before anybody else: a key that conversion takes goes no further.
  window.addEventListener('keydown', (event) => void (event.isTrusted && typing.sawKey()), { capture: true });
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
  markFirstScreen(app);
  speak(bridge, app);
  return app;
};

/** Says what main asks for, and what has come about on the screen. */
const speak = (bridge: Bridge, { topics: { settings, downloads, terminal } }: App) => {
  const speaker = createPageSpeaker();
  effect(() => speaker.set(settings.value.voice, settings.value.volume));
  bridge.on('speak', speaker.say);
  let told: Told | undefined;
  effect(() => {
    const now = { settings: settings.value, downloads: downloads.value, terminal: terminal.value };
    for (const speech of told === undefined ? [] : announcements(told, now)) speaker.say(speech);
    told = now;
  });
};

const mount = async (root: HTMLElement) => {
  const bridge = pageBridge();
  // What is said while the state is on its way must not be lost. Saying again what is in the state already does no harm:
  // the last that was said of a topic is what the state has of it.
  const early: TopicEvent[] = [];
  const stop = bridge.on('topic', (event) => early.push(event));
  const reply = await bridge.call('state.read');
  stop();
  if (!reply.ok) {
    document.documentElement.dataset['theme'] = 'night';
    render(<NoState code={reply.failure.code} onRetry={() => window.location.reload()} />, root);
    return;
  }
  render(
    <AppContext.Provider value={start(bridge, reply.value, early)}>
      <Shell />
    </AppContext.Provider>,
    root,
  );
};

const root = document.querySelector<HTMLElement>('#app');
if (root !== null) void mount(root);
