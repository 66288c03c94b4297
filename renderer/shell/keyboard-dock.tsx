import { useApp, useWords } from '../state/app-context.ts';
import { later } from '../state/later.ts';
import { shellWords } from '../words/shell.ts';
import './keyboard-dock.css';

const keyboard = later(() => import('../keyboard/keyboard.tsx'));

/** As many names of places as fit beside what the dictionary offers. */
const atMost = 6;

/** Where the on-screen keyboard stands: below everything else, which makes room for it. */
export const KeyboardDock = () => {
  const { typing, topics, language, bridge } = useApp();
  const t = useWords(shellWords);
  const Keyboard = keyboard.part.value?.Keyboard;
  if (Keyboard === undefined && typing.target.value !== undefined) keyboard.load();
  const known = async (reading: string) => {
    const reply = await bridge.call('places.search', { text: reading, limit: atMost });
    return reply.ok ? reply.value.found.map(({ place }) => place.name) : [];
  };
  return (
    <div
      class="keyboard-dock"
      {...(typing.target.value === undefined ? {} : { role: 'region', 'aria-label': t.keyboard })}
    >
      {Keyboard !== undefined && (
        <Keyboard
          target={typing.target.value}
          language={language.value}
          hasKeys={typing.keysSeen.value}
          locked={topics.position.value.moving}
          known={known}
        />
      )}
    </div>
  );
};
