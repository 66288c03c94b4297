import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Language } from '../../src/contract/screen/settings.ts';
import { KeyIcon } from './key-icon.tsx';
import type { KeyboardState } from './keyboard-state.ts';
import { keyboardWords } from './words.ts';

const keepFocus = (event: Event) => event.preventDefault();

/** The ways to write what is composed, in a strip that opens to a page; and the way back from the last conversion. */
export const CandidateBar = ({ state, language }: { readonly state: KeyboardState; readonly language: Language }) => {
  const t = keyboardWords[language];
  const wide = useSignal(false);
  const list = useRef<HTMLDivElement>(null);
  const candidates = state.suggested.value;
  const chosen = state.chosen.value;

  useSignalEffect(() => {
    if (state.suggested.value.length === 0) wide.value = false;
    const at = Math.max(0, state.chosen.value);
    list.current?.children[at]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });

  const tool = (name: string, icon: 'up' | 'down' | 'undo' | 'keyboard', onPress: () => void) => (
    <button type="button" class="bar-tool" tabIndex={-1} aria-label={name} onMouseDown={keepFocus} onClick={onPress}>
      <KeyIcon name={icon} />
    </button>
  );

  return (
    <div class={`bar${wide.value ? ' bar-wide' : ''}`}>
      {state.shape.value === 'strip' && (
        <>
          {tool(t.show, 'keyboard', () => state.show('full'))}
          <button
            type="button"
            class="bar-tool"
            tabIndex={-1}
            aria-label={state.page.value === 'kana' ? t.names.latin : t.names.kana}
            onMouseDown={keepFocus}
            onClick={() => state.press(state.page.value === 'kana' ? 'latin' : 'kana')}
          >
            {state.page.value === 'kana' ? 'あ' : 'A'}
          </button>
        </>
      )}
      <div
        ref={list}
        class="bar-list"
        role="listbox"
        aria-label={t.candidates}
        tabIndex={candidates.length === 0 ? -1 : 0}
        onMouseDown={keepFocus}
      >
        {candidates.map((candidate, index) => (
          <div
            key={`${candidate.reading} ${candidate.surface}`}
            role="option"
            class="bar-candidate"
            aria-selected={index === chosen}
            lang="ja"
            onClick={() => state.take(candidate)}
          >
            {candidate.surface}
          </div>
        ))}
      </div>
      {state.canUndo.value && tool(t.undo, 'undo', state.undo)}
      {candidates.length > 3 &&
        state.shape.value === 'full' &&
        tool(wide.value ? t.fewer : t.more, wide.value ? 'up' : 'down', () => {
          wide.value = !wide.value;
        })}
    </div>
  );
};
