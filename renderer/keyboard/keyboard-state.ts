// The keyboard as the screen shows it: which keys, what is composed, what is suggested. The page is reached through ports.
import { batch, signal, type ReadonlySignal } from '@preact/signals';
import type { Language } from '../../src/contract/screen/settings.ts';
import { candidatesFor } from './convert.ts';
import type { Dictionary } from './dictionary.ts';
import type { FieldPort } from './field-port.ts';
import { toKatakana } from './kana.ts';
import type { Command, Page } from './layouts.ts';
import * as typing from './typing.ts';
import type { Candidate, Typing } from './typing.ts';

export interface KeyboardPorts {
  loadDictionary(): Promise<Dictionary>;
  /** What else reads so (places of the region, for example), the likeliest first. */
  known(reading: string): Promise<readonly string[]>;
}

/** Nothing; a strip with suggestions for those who type on a keyboard of their own; all keys. */
export type Shape = 'hidden' | 'strip' | 'full';
export type Shift = 'off' | 'once' | 'locked';

export interface KeyboardState {
  readonly shape: ReadonlySignal<Shape>;
  readonly page: ReadonlySignal<Page>;
  readonly shift: ReadonlySignal<Shift>;
  /** Whether the field takes Japanese. */
  readonly japanese: ReadonlySignal<boolean>;
  readonly composing: ReadonlySignal<boolean>;
  readonly suggested: ReadonlySignal<readonly Candidate[]>;
  /** Which of the suggested stands in the text; -1 for none. */
  readonly chosen: ReadonlySignal<number>;
  readonly canUndo: ReadonlySignal<boolean>;
  /** Begins to type into a field, found by touch or by keys. */
  readonly attach: (port: FieldPort, language: Language, by: 'touch' | 'keys') => void;
  readonly detach: () => void;
  readonly show: (shape: 'strip' | 'full') => void;
  /** Looks at the field again, after something other than the keyboard may have changed it. */
  readonly look: () => void;
  readonly write: (text: string) => void;
  readonly press: (command: Command) => void;
  readonly take: (candidate: Candidate) => void;
  readonly undo: () => void;
  /** A key of a keyboard of the user's own. @returns whether it is dealt with, and must not reach the field */
  readonly pressHardware: (key: string) => boolean;
}

const marks = new Set(['「', '」', '、', '。', '・']);
const nothing = typing.field('');

export function createKeyboardState(ports: KeyboardPorts): KeyboardState {
  const shape = signal<Shape>('hidden');
  const page = signal<Page>('latin');
  const shift = signal<Shift>('off');
  const japanese = signal(false);
  const composing = signal(false);
  const suggested = signal<readonly Candidate[]>([]);
  const chosen = signal(-1);
  const canUndo = signal(false);

  let port: FieldPort | undefined;
  let state: Typing = nothing;
  let dictionary: Dictionary | undefined;
  let loading = false;
  let known: { readonly reading: string; readonly surfaces: readonly string[] } = { reading: '', surfaces: [] };
  /** The page that was used last in fields that take Japanese. */
  let japanesePage: 'kana' | 'latin' = 'kana';

  const reading = () => state.composing?.reading ?? '';
  const isConverting = () => state.composing?.candidate !== undefined;

  const suggest = () => {
    if (isConverting()) return;
    const surfaces = known.reading === reading() ? known.surfaces : [];
    suggested.value = candidatesFor(reading(), dictionary, surfaces);
  };

  const load = () => {
    if (loading) return;
    loading = true;
    ports.loadDictionary().then(
      (loaded) => {
        dictionary = loaded;
        suggest();
      },
      () => {
        // Kana can be typed without it; the next field tries again.
        loading = false;
      },
    );
  };

  const ask = (asked: string) => {
    if (asked === '' || asked === known.reading) return;
    ports.known(asked).then(
      (surfaces) => {
        if (asked !== reading()) return;
        known = { reading: asked, surfaces };
        suggest();
      },
      () => {
        // Only the suggestions of the dictionary, then.
      },
    );
  };

  const publish = () => {
    batch(() => {
      composing.value = state.composing !== undefined;
      canUndo.value = state.converted !== undefined;
      const { candidate } = state.composing ?? {};
      chosen.value = candidate === undefined ? -1 : suggested.value.indexOf(candidate);
      suggest();
    });
    ask(reading());
  };

  /** What was typed last, if the field still shows it; else the field as somebody else has left it. */
  const current = (): Typing => {
    if (port === undefined) return nothing;
    return port.isUntouched(state) ? state : port.read();
  };

  const become = (next: Typing) => {
    state = next;
    port?.write(next);
    publish();
  };

  const convert = (step: 1 | -1) => {
    const now = current();
    if (now.composing === undefined) return;
    if (now.composing.letters !== '') {
      state = typing.typeKana(now, '');
      suggest();
    } else {
      state = now;
    }
    const count = suggested.value.length;
    const at = chosen.value < 0 && step < 0 ? count - 1 : (chosen.value + step + count) % count;
    const next = suggested.value[at];
    if (next !== undefined) become(typing.showCandidate(state, next));
  };

  const open = (to: Page) => {
    if (japanese.value && (to === 'kana' || to === 'latin')) japanesePage = to;
    become(typing.confirm(current()));
    page.value = to;
    if (to === 'kana') load();
  };

  const nextShift = { off: 'once', once: 'locked', locked: 'off' } as const;

  const write = (text: string) => {
    if (page.value === 'kana' && !marks.has(text)) {
      become(typing.typeKana(current(), text));
      return;
    }
    const upper = text.toUpperCase();
    become(typing.typeText(current(), shift.value !== 'off' && upper.length === text.length ? upper : text));
    if (shift.value === 'once') shift.value = 'off';
  };

  const press = (command: Command) => {
    switch (command) {
      case 'backspace':
        become(typing.backspace(current()));
        break;
      case 'space':
        if (composing.value) convert(1);
        else write(' ');
        break;
      case 'enter':
        if (composing.value) become(typing.confirm(current()));
        else port?.enter();
        break;
      case 'shift':
        shift.value = nextShift[shift.value];
        break;
      case 'left':
      case 'right':
        become(typing.moveCaret(current(), command));
        break;
      case 'hide':
        become(typing.confirm(current()));
        shape.value = 'hidden';
        break;
      case 'form':
        become(typing.changeForm(current()));
        break;
      case 'latin':
      case 'symbols':
      case 'digits':
      case 'kana':
        open(command);
        break;
    }
  };

  /** Keys that mean something while Japanese is composed. */
  const whileComposing: Readonly<Record<string, () => void>> = {
    ' ': () => convert(1),
    Convert: () => convert(1),
    ArrowDown: () => convert(1),
    Tab: () => convert(1),
    ArrowUp: () => convert(-1),
    Enter: () => become(typing.confirm(current())),
    Escape: () => become(typing.cancel(current())),
    Backspace: () => become(typing.backspace(current())),
    ArrowLeft: () => become(typing.moveCaret(current(), 'left')),
    ArrowRight: () => become(typing.moveCaret(current(), 'right')),
    F7: () => {
      const now = typing.typeKana(current(), '');
      const { reading: kana = '' } = now.composing ?? {};
      become(typing.showCandidate(now, { surface: toKatakana(kana), reading: kana }));
    },
  };

  const take = (candidate: Candidate) => become(typing.takeCandidate(current(), candidate));

  const pressHardware = (key: string): boolean => {
    if (!japanese.value) return false;
    if (key === 'ZenkakuHankaku') {
      open(page.value === 'kana' ? 'latin' : 'kana');
      return true;
    }
    if (page.value !== 'kana') return false;
    const now = current();
    if (now !== state) become(now);
    const special = whileComposing[key];
    if (now.composing !== undefined && special !== undefined) {
      special();
      return true;
    }
    const numbered = isConverting() && /^[1-9]$/.test(key) ? suggested.value[Number(key) - 1] : undefined;
    if (numbered !== undefined) {
      take(numbered);
      return true;
    }
    if (/^[a-z\-,./[\]]$/.test(key) || (key === "'" && now.composing?.letters === 'n')) {
      become(typing.typeLetter(now, key));
      return true;
    }
    if (key.length === 1) become(typing.confirm(now));
    return false;
  };

  return {
    shape,
    page,
    shift,
    japanese,
    composing,
    suggested,
    chosen,
    canUndo,
    attach: (to, language, by) => {
      port = to;
      state = to.read();
      const takesJapanese = to.layout === 'japanese' && language === 'ja';
      batch(() => {
        japanese.value = takesJapanese;
        shift.value = 'off';
        page.value = to.layout === 'digits' ? 'digits' : takesJapanese ? japanesePage : 'latin';
        shape.value = by === 'touch' ? 'full' : takesJapanese ? 'strip' : 'hidden';
        publish();
      });
      if (takesJapanese) load();
    },
    detach: () => {
      if (port?.isUntouched(state) === true && state.composing !== undefined) become(typing.confirm(state));
      port = undefined;
      state = nothing;
      batch(() => {
        shape.value = 'hidden';
        publish();
      });
    },
    show: (next) => {
      if (port !== undefined) shape.value = next === 'strip' && !japanese.value ? 'hidden' : next;
    },
    look: () => {
      if (port === undefined || port.isUntouched(state)) return;
      const now = port.read();
      // A caret that was put elsewhere: what is composed is settled first, and keeps its length.
      if (now.text === state.text && state.composing !== undefined) {
        const { text } = typing.confirm(state);
        become({ ...now, text });
      } else {
        become(now);
      }
    },
    write,
    press,
    take,
    undo: () => become(typing.undo(current())),
    pressHardware,
  };
}
