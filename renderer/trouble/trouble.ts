import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../components/button.css';
import './trouble.css';

/** What the preload of this page's level of trust gives. */
interface TroubleBridge {
  readonly restartScreen: () => Promise<unknown>;
  readonly quit: () => Promise<unknown>;
}

const bridge = (window as unknown as { readonly naviterm: TroubleBridge }).naviterm;

// Which theme was set is not known here: nothing of the crashed page is asked.
document.documentElement.dataset['theme'] = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'day';

const onPress = (id: string, act: () => Promise<unknown>) =>
  document.querySelector(`#${id}`)?.addEventListener('click', () => void act());

onPress('restart', bridge.restartScreen);
onPress('quit', bridge.quit);
document.querySelector<HTMLButtonElement>('#restart')?.focus();
