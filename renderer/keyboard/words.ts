import type { Language } from '../../src/contract/screen/settings.ts';
import type { Command } from './layouts.ts';

interface KeyboardWords {
  readonly keyboard: string;
  readonly candidates: string;
  readonly variants: string;
  readonly locked: string;
  readonly undo: string;
  readonly show: string;
  readonly more: string;
  readonly fewer: string;
  /** What a key is called, for those who hear it. */
  readonly names: Readonly<Record<Command | 'convert' | 'confirm', string>>;
  /** What stands on a key where that is a word. */
  readonly labels: Readonly<Partial<Record<Command | 'convert' | 'confirm', string>>>;
}

const signs = { latin: 'ABC', symbols: '#+=', digits: '123', kana: 'あ' } as const;

export const keyboardWords: Readonly<Record<Language, KeyboardWords>> = {
  en: {
    keyboard: 'Keyboard',
    candidates: 'Suggestions',
    variants: 'Other letters',
    locked: 'Typing is locked while the vehicle moves',
    undo: 'Undo',
    show: 'Show keyboard',
    more: 'More suggestions',
    fewer: 'Fewer suggestions',
    names: {
      backspace: 'Delete',
      space: 'Space',
      enter: 'Enter',
      shift: 'Shift',
      left: 'Left',
      right: 'Right',
      hide: 'Hide keyboard',
      form: 'Voicing and small kana',
      latin: 'Letters',
      symbols: 'Symbols',
      digits: 'Digits',
      kana: 'Kana',
      convert: 'Convert',
      confirm: 'Confirm',
    },
    labels: { ...signs, space: 'Space', form: '゛゜小', convert: 'Convert', confirm: 'OK' },
  },
  ja: {
    keyboard: 'キーボード',
    candidates: '変換候補',
    variants: '別の文字',
    locked: '走行中は文字を入力できません',
    undo: '戻す',
    show: 'キーボードを表示',
    more: '候補をもっと見る',
    fewer: '候補を閉じる',
    names: {
      backspace: '削除',
      space: '空白',
      enter: '決定',
      shift: 'シフト',
      left: '左へ',
      right: '右へ',
      hide: 'キーボードを隠す',
      form: '濁点・半濁点・小文字',
      latin: '英字',
      symbols: '記号',
      digits: '数字',
      kana: 'かな',
      convert: '変換',
      confirm: '確定',
    },
    labels: { ...signs, space: '空白', form: '゛゜小', convert: '変換', confirm: '確定' },
  },
};
