import { Icon, type IconName } from '../components/icon.tsx';
import { useApp, useWords } from '../state/app-context.ts';
import type { View, ViewName } from '../state/router.ts';
import { shellWords } from '../words/shell.ts';
import './rail.css';

type RailName = 'map' | 'search' | 'maps' | 'connection' | 'settings';

const entries: readonly { readonly name: RailName; readonly icon: IconName }[] = [
  { name: 'map', icon: 'map' },
  { name: 'search', icon: 'search' },
  { name: 'maps', icon: 'download' },
  { name: 'connection', icon: 'link' },
  { name: 'settings', icon: 'settings' },
];

/** Under which entry of the menu a screen is found. */
const homes: Partial<Record<ViewName, RailName>> = {
  route: 'map',
  keyring: 'settings',
  terminals: 'settings',
  position: 'settings',
  about: 'settings',
  licences: 'settings',
  operator: 'settings',
};

/** The main menu: the same five ways on every screen, each where the thumb knows it. */
export const Rail = () => {
  const { router } = useApp();
  const t = useWords(shellWords);
  const current = router.current.value.name;
  const here = homes[current] ?? current;
  const open = (name: RailName) => {
    if (name === current) return;
    // The map lies under everything: Escape and the way back lead there.
    router.reset({ name: 'map' });
    if (name !== 'map') router.go({ name } satisfies View);
  };
  return (
    <nav class="rail" aria-label={t.mainMenu}>
      {entries.map(({ name, icon }) => (
        <button
          key={name}
          type="button"
          class="rail-entry"
          aria-current={here === name ? 'page' : undefined}
          onClick={() => open(name)}
        >
          <Icon name={icon} size={1.7} />
          <span>{t[name]}</span>
        </button>
      ))}
    </nav>
  );
};
