import { signal, type ReadonlySignal } from '@preact/signals';

export interface Toast {
  readonly id: number;
  readonly tone: 'neutral' | 'good' | 'bad';
  readonly text: string;
}

/** Short words that pass by; whoever must act is told elsewhere. */
export interface Toasts {
  readonly shown: ReadonlySignal<readonly Toast[]>;
  readonly show: (text: string, tone?: Toast['tone']) => void;
  readonly dismiss: (id: number) => void;
}

const lastsFor = 5_000;
const atMost = 3;

export const createToasts = (): Toasts => {
  const shown = signal<readonly Toast[]>([]);
  let last = 0;
  const dismiss = (id: number) => {
    shown.value = shown.value.filter((toast) => toast.id !== id);
  };
  return {
    shown,
    dismiss,
    show: (text, tone = 'neutral') => {
      last += 1;
      const id = last;
      shown.value = [...shown.value.filter((toast) => toast.text !== text), { id, tone, text }].slice(-atMost);
      setTimeout(() => dismiss(id), lastsFor);
    },
  };
};
