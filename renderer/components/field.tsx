import type { Signal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp, useWords } from '../state/app-context.ts';
import type { KeyboardLayout } from '../state/typing.ts';
import { fieldWords } from '../words/field.ts';
import { Banner } from './banner.tsx';
import { IconButton } from './button.tsx';
import './field.css';

interface FieldProps {
  readonly label: string;
  /** Where the screen's heading asks already. */
  readonly labelHidden?: boolean;
  readonly value: Signal<string>;
  readonly onEnter: () => void;
  readonly layout?: KeyboardLayout;
  readonly hint?: string;
  /** Why what stands there cannot be taken. */
  readonly problem?: string | undefined;
  /** Hidden while it is typed, unless the user wants to see it. */
  readonly secret?: boolean;
  readonly maxLength?: number;
  /** Takes the focus when it appears: the one thing to do on its screen. */
  readonly focused?: boolean;
}

/** A line to type in, with the on-screen keyboard where there is no other. Locked while the car moves. */
export const Field = (props: FieldProps) => {
  const {
    label,
    labelHidden = false,
    value,
    onEnter,
    layout = 'latin',
    hint,
    problem,
    secret = false,
    maxLength,
    focused = false,
  } = props;
  const { topics, typing } = useApp();
  const t = useWords(fieldWords);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const moving = topics.position.value.moving;
  // The keyboard keeps what it was opened with: it must find the newest way on.
  const enter = useRef(onEnter);
  enter.current = onEnter;

  // Before it is painted: whoever types as soon as it is seen loses no letter.
  useLayoutEffect(() => {
    if (focused) input.current?.focus();
  }, [focused, moving]);
  useEffect(() => {
    const element = input.current;
    if (moving) typing.close();
    return () => {
      if (element !== null) typing.close(element);
    };
  }, [moving, typing]);

  if (moving) return <Banner tone="warn" icon="car" title={label} text={t.lockedWhileMoving} />;
  return (
    <div class="field">
      <label class={labelHidden ? 'only-spoken' : 'field-label'} for={id}>
        {label}
      </label>
      <div class={`field-box${problem === undefined ? '' : ' field-box-wrong'}`}>
        <input
          ref={input}
          id={id}
          class="field-input"
          {...({ type: secret && !shown ? 'password' : 'text' } as { readonly type: 'text' })}
          value={value}
          maxLength={maxLength}
          // The terminal's own keyboard types here, not the system's.
          inputMode="none"
          autocomplete="off"
          autocapitalize="off"
          autocorrect="off"
          spellcheck={false}
          aria-describedby={`${id}-more`}
          aria-invalid={problem !== undefined}
          onInput={(event) => {
            value.value = event.currentTarget.value;
          }}
          onFocus={(event) => typing.open({ element: event.currentTarget, layout, onEnter: () => enter.current() })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing) onEnter();
          }}
        />
        {secret && (
          <IconButton
            icon={shown ? 'eye-off' : 'eye'}
            label={shown ? t.hide : t.show}
            pressed={shown}
            onPress={() => setShown(!shown)}
          />
        )}
      </div>
      <p id={`${id}-more`} class={problem === undefined ? 'field-hint' : 'field-problem'} aria-live="polite">
        {problem ?? hint}
      </p>
    </div>
  );
};
