// A text field of the page, read and written as the keyboard needs it.
import type { KeyboardLayout, TypingTarget } from '../state/typing.ts';
import { field, type Typing } from './typing.ts';

/** The field that is typed into. */
export interface FieldPort {
  readonly layout: KeyboardLayout;
  read(): Typing;
  /** Whether the field is still as it was last written. */
  isUntouched(last: Typing): boolean;
  write(next: Typing): void;
  enter(): void;
}

/** Fields that tell no selection (e-mail, number) are typed into at their end. */
const read = ({ value, selectionStart, selectionEnd, maxLength }: HTMLInputElement): Typing => {
  const start = selectionStart ?? value.length;
  return field(value, start, selectionEnd ?? start, maxLength < 0 ? Infinity : maxLength);
};

function write(element: HTMLInputElement, typing: Typing): void {
  const changed = element.value !== typing.text;
  if (changed) element.value = typing.text;
  const isPlaced = element.selectionStart === typing.start && element.selectionEnd === typing.end;
  if (element.selectionStart !== null && !isPlaced) element.setSelectionRange(typing.start, typing.end);
  if (typing.composing === undefined) element.removeAttribute('data-composing');
  else element.setAttribute('data-composing', typing.composing.candidate === undefined ? 'kana' : 'candidate');
  if (changed) element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
}

/** A field of the page. Whoever listens to its `input` events hears what is typed on the screen too. */
export const fieldPort = ({ element, layout, onEnter }: TypingTarget): FieldPort => ({
  layout: element.type === 'password' ? 'latin' : layout,
  read: () => read(element),
  isUntouched: (last) => {
    const now = read(element);
    return now.text === last.text && now.start === last.start && now.end === last.end;
  },
  write: (next) => write(element, next),
  enter: onEnter,
});
