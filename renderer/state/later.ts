import { signal, type ReadonlySignal } from '@preact/signals';

/** A part of the page that no first screen needs. */
export interface Later<Part> {
  /** Undefined until it is loaded. */
  readonly part: ReadonlySignal<Part | undefined>;
  /** Loads it now, for somebody who wants it already. */
  readonly load: () => void;
}

const parts = new Set<() => void>();

/** Declares a part that is loaded behind the first screen, so that the first screen is there sooner. */
export function later<Part>(read: () => Promise<Part>): Later<Part> {
  const part = signal<Part | undefined>(undefined);
  let reading = false;
  const load = () => {
    if (reading) return;
    reading = true;
    read().then(
      (loaded) => {
        part.value = loaded;
      },
      // It lies beside the page: whoever wants it next tries again.
      () => {
        reading = false;
      },
    );
  };
  parts.add(load);
  return { part, load };
}

/** Loads all that was left for later. */
export function loadWhatIsLeft(): void {
  for (const load of parts) load();
}
