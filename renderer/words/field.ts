import { words } from './table.ts';

/** Words of fields that are typed in. */
export const fieldWords = words(
  {
    show: 'Show what is typed',
    hide: 'Hide what is typed',
    lockedWhileMoving: 'Typing is locked while the car is moving. Stop to go on.',
  },
  {
    show: '入力した文字を表示',
    hide: '入力した文字を隠す',
    lockedWhileMoving: '走行中は文字入力できません。停車してから続けてください。',
  },
);
