import { signal, type ReadonlySignal } from '@preact/signals';

export type KeyboardLayout = 'latin' | 'japanese' | 'digits';

/** A field that the on-screen keyboard types into. */
export interface TypingTarget {
  readonly element: HTMLInputElement;
  readonly layout: KeyboardLayout;
  readonly onEnter: () => void;
}

/** The on-screen keyboard: whether it is wanted, and where it types. */
export interface Typing {
  readonly target: ReadonlySignal<TypingTarget | undefined>;
  readonly open: (target: TypingTarget) => void;
  /** Closes it; with an element only if it types there. */
  readonly close: (element?: HTMLInputElement) => void;
  /** Whoever has real keys does not want a keyboard on the screen. */
  readonly keysSeen: ReadonlySignal<boolean>;
  readonly sawKey: () => void;
  readonly sawTouch: () => void;
}

export const createTyping = (): Typing => {
  const target = signal<TypingTarget | undefined>(undefined);
  const keysSeen = signal(false);
  return {
    target,
    keysSeen,
    open: (wanted) => {
      target.value = wanted;
    },
    close: (element) => {
      if (element === undefined || target.value?.element === element) target.value = undefined;
    },
    sawKey: () => {
      keysSeen.value = true;
    },
    sawTouch: () => {
      keysSeen.value = false;
    },
  };
};
