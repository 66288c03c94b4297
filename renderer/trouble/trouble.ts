/** What the preload of this page's level of trust gives. */
interface TroubleBridge {
  readonly restartScreen: () => Promise<unknown>;
  readonly quit: () => Promise<unknown>;
}

const bridge = (window as unknown as { readonly naviterm: TroubleBridge }).naviterm;

const onPress = (id: string, act: () => Promise<unknown>) =>
  document.querySelector(`#${id}`)?.addEventListener('click', () => void act());

onPress('restart', bridge.restartScreen);
onPress('quit', bridge.quit);
document.querySelector<HTMLButtonElement>('#restart')?.focus();
