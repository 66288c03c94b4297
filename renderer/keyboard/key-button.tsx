import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';

/** Milliseconds: until a press is long, and between repetitions. */
const longPress = 420;
const repetition = 70;

interface KeyButtonProps {
  readonly name: string;
  readonly units: number;
  readonly gap?: number;
  readonly look: 'plain' | 'command' | 'main';
  readonly pressed?: boolean;
  readonly repeats?: boolean;
  readonly variants?: readonly string[];
  readonly variantsName: string;
  readonly onPress: () => void;
  readonly onVariant: (variant: string) => void;
  readonly children: ComponentChildren;
}

/** The focus stays in the field that is typed into. */
const keepFocus = (event: Event) => event.preventDefault();

/**
 * One key. It acts when it is let go, so that a finger may slide off; a long press offers other letters, to be tapped
 * or slid to. Keys that repeat act at once and go on while they are held.
 */
export const KeyButton = (props: KeyButtonProps) => {
  const { name, units, gap = 0, look, pressed, repeats = false, variants = [], variantsName, children } = props;
  const [down, setDown] = useState(false);
  const [open, setOpen] = useState(false);
  const [side, setSide] = useState<'left' | 'right'>('left');
  const root = useRef<HTMLDivElement>(null);
  const timer = useRef<number | undefined>(undefined);
  const newest = useRef(props);
  newest.current = props;

  const stop = () => {
    clearInterval(timer.current);
    clearTimeout(timer.current);
    timer.current = undefined;
  };
  useEffect(() => stop, []);
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || root.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', close, true);
    return () => document.removeEventListener('pointerdown', close, true);
  }, [open]);

  const begin = (event: PointerEvent & { readonly currentTarget: HTMLButtonElement }) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDown(true);
    stop();
    if (repeats) {
      newest.current.onPress();
      timer.current = window.setTimeout(() => {
        timer.current = window.setInterval(() => newest.current.onPress(), repetition);
      }, longPress);
    } else if (variants.length > 0) {
      timer.current = window.setTimeout(() => {
        const left = root.current?.getBoundingClientRect().left ?? 0;
        setSide(left > window.innerWidth / 2 ? 'right' : 'left');
        setOpen(true);
      }, longPress);
    }
  };

  const end = (event: PointerEvent) => {
    stop();
    if (!down) return;
    setDown(false);
    if (repeats) return;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const variant = under?.closest<HTMLElement>('[data-variant]')?.dataset['variant'];
    if (open && variant !== undefined) choose(variant);
    else if (!open && root.current?.contains(under) === true) newest.current.onPress();
  };

  const choose = (variant: string) => {
    setOpen(false);
    newest.current.onVariant(variant);
  };

  return (
    <div ref={root} class="key-place" style={{ gridColumn: gap > 0 ? `${gap + 1} / span ${units}` : `span ${units}` }}>
      <button
        type="button"
        class={`key key-${look}${down ? ' key-down' : ''}`}
        tabIndex={-1}
        aria-label={name}
        aria-pressed={pressed}
        onMouseDown={keepFocus}
        onPointerDown={begin}
        onPointerUp={end}
        onPointerCancel={() => {
          stop();
          setDown(false);
        }}
        onContextMenu={keepFocus}
        onClick={(event) => {
          // From a screen reader or a key; a finger's click has been dealt with.
          if (event.detail === 0) newest.current.onPress();
        }}
      >
        {children}
      </button>
      {open && (
        <div class={`key-variants key-variants-${side}`} role="group" aria-label={variantsName}>
          {variants.map((variant) => (
            <button
              key={variant}
              type="button"
              class="key key-plain"
              tabIndex={-1}
              data-variant={variant}
              onMouseDown={keepFocus}
              onClick={() => choose(variant)}
            >
              {variant}
            </button>
          ))}
        </div>
      )}
    </div>
  );
};
