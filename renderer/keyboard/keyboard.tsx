import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Language } from '../../src/contract/screen/settings.ts';
import type { TypingTarget } from '../state/typing.ts';
import { CandidateBar } from './candidate-bar.tsx';
import { fieldPort } from './field-port.ts';
import { KeyButton } from './key-button.tsx';
import { KeyIcon, type KeyIconName } from './key-icon.tsx';
import { createKeyboardState, type KeyboardState } from './keyboard-state.ts';
import { layoutOf, type Command, type KeyDefinition } from './layouts.ts';
import { loadDictionary } from './load-dictionary.ts';
import { keyboardWords } from './words.ts';
import './keyboard.css';

interface KeyboardProps {
  /** The field that is typed into, while there is one. */
  readonly target: TypingTarget | undefined;
  readonly language: Language;
  /** Whether the user types on a keyboard of their own: keys are not shown then, only what conversion needs. */
  readonly hasKeys: boolean;
  /** Nothing can be typed, on the screen or otherwise. */
  readonly locked: boolean;
  /** Names that read so, the likeliest first: places of the region, for example. */
  readonly known: (reading: string) => Promise<readonly string[]>;
}

/** The keyboard on the screen, at the bottom of whatever it is put into; it takes no room while nobody types. */
export const Keyboard = ({ target, language, hasKeys, locked, known }: KeyboardProps) => {
  const newest = useRef({ known, hasKeys });
  newest.current = { known, hasKeys };
  const state = useMemo(
    () => createKeyboardState({ loadDictionary, known: (reading) => newest.current.known(reading) }),
    [],
  );
  useEffect(
    () => (target === undefined || locked ? undefined : listen(state, target, language, () => newest.current.hasKeys)),
    [state, target, language, locked],
  );
  useEffect(() => state.show(hasKeys ? 'strip' : 'full'), [state, hasKeys]);

  const shape = state.shape.value;
  useEffect(() => {
    if (shape === 'hidden' || target === undefined) return undefined;
    const bringIntoView = () => target.element.scrollIntoView({ block: 'center' });
    bringIntoView();
    window.addEventListener('resize', bringIntoView);
    return () => window.removeEventListener('resize', bringIntoView);
  }, [shape, target]);

  const t = keyboardWords[language];
  if (locked && target !== undefined) {
    return (
      <div class="keyboard keyboard-locked" role="status">
        {t.locked}
      </div>
    );
  }
  if (shape === 'hidden') return null;
  return (
    <div class={`keyboard keyboard-${shape}`} role="group" aria-label={t.keyboard}>
      {state.japanese.value && <CandidateBar state={state} language={language} />}
      {shape === 'full' && <Keys state={state} language={language} />}
    </div>
  );
};

/** Follows a field of the page from focus to focus. @returns what stops it */
function listen(state: KeyboardState, target: TypingTarget, language: Language, hasKeys: () => boolean): () => void {
  const { element } = target;
  const stopping = new AbortController();
  const { signal } = stopping;
  const attach = () => state.attach(fieldPort(target), language, hasKeys() ? 'keys' : 'touch');
  if (document.activeElement === element) attach();
  element.addEventListener('focus', attach, { signal });
  element.addEventListener(
    'blur',
    ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Element && relatedTarget.closest('.keyboard') !== null)) state.detach();
    },
    { signal },
  );
  element.addEventListener('pointerdown', () => state.show('full'), { signal });
  document.addEventListener('selectionchange', state.look, { signal });
  // Before the field's own listeners: what conversion takes must not reach them.
  const onKey = (event: KeyboardEvent) => {
    const isForSystem = event.isComposing || event.ctrlKey || event.altKey || event.metaKey;
    if (isForSystem || !state.pressHardware(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  element.addEventListener('keydown', onKey, { capture: true, signal });
  return () => {
    stopping.abort();
    state.detach();
  };
}

interface KeysProps {
  readonly state: KeyboardState;
  readonly language: Language;
}

const icons: Readonly<Partial<Record<Command, KeyIconName>>> = {
  backspace: 'backspace',
  enter: 'enter',
  shift: 'shift',
  left: 'left',
  right: 'right',
  hide: 'hide',
};
const repeating = new Set<Command>(['backspace', 'left', 'right']);

const Keys = ({ state, language }: KeysProps) => {
  const page = state.page.value;
  const { units, rows } = layoutOf(page, state.japanese.value);
  return (
    <div class={`keys keys-${page}`} lang={page === 'kana' ? 'ja' : undefined}>
      {rows.map((row, at) => (
        <div key={`${page} ${at}`} class="keys-row" style={{ gridTemplateColumns: `repeat(${units}, minmax(0, 1fr))` }}>
          {row.map((key) => (
            <Key key={'write' in key ? key.write : key.command} definition={key} state={state} language={language} />
          ))}
        </div>
      ))}
    </div>
  );
};

const Key = ({ definition, state, language }: KeysProps & { readonly definition: KeyDefinition }) => {
  const t = keyboardWords[language];
  const { units } = definition;
  const shared = {
    units,
    ...(definition.gap === undefined ? {} : { gap: definition.gap }),
    variantsName: t.variants,
    onVariant: state.write,
  };
  if ('write' in definition) {
    const { write, variants = [] } = definition;
    const isUpper = state.page.value === 'latin' && state.shift.value !== 'off';
    const cased = (letter: string) =>
      isUpper && letter.toUpperCase().length === letter.length ? letter.toUpperCase() : letter;
    return (
      <KeyButton
        {...shared}
        look="plain"
        name={cased(write)}
        variants={variants.map(cased)}
        onPress={() => state.write(write)}
      >
        {cased(write)}
      </KeyButton>
    );
  }
  const { command } = definition;
  const composing = state.composing.value;
  const meaning = composing && command === 'space' ? 'convert' : composing && command === 'enter' ? 'confirm' : command;
  const icon = meaning === command ? icons[command] : undefined;
  const label = icon === undefined ? t.labels[meaning] : undefined;
  const isShift = command === 'shift';
  return (
    <KeyButton
      {...shared}
      look={command === 'enter' ? 'main' : command === 'space' ? 'plain' : 'command'}
      name={t.names[meaning]}
      repeats={repeating.has(command)}
      {...(isShift ? { pressed: state.shift.value !== 'off' } : {})}
      onPress={() => state.press(command)}
    >
      {icon === undefined ? (
        <span class="key-word" data-sign={label} />
      ) : (
        <KeyIcon name={icon} filled={isShift && state.shift.value === 'locked'} />
      )}
    </KeyButton>
  );
};
