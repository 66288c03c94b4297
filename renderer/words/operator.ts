import { words } from './table.ts';

/** Words for the operator of a kiosk. */
export const operatorWords = words(
  {
    title: 'Operator',
    enterPin: 'Enter the operator’s PIN',
    pinDigits: (digits: number) => `${digits} digits entered`,
    unlock: 'Unlock',
    erase: 'Erase',
    unlocked: 'The kiosk is unlocked',
    unlockedText: 'Everything can be changed until it is locked again.',
    lock: 'Lock again',
    quit: 'Quit Naviterm',
    notKiosk: 'This terminal is not in kiosk mode',
  },
  {
    title: '管理者',
    enterPin: '管理者の暗証番号を入力してください',
    pinDigits: (digits: number) => `${digits} 桁入力済み`,
    unlock: '解除',
    erase: '消す',
    unlocked: 'キオスクのロックを解除しました',
    unlockedText: '再びロックするまで、すべての設定を変更できます。',
    lock: '再びロック',
    quit: 'Naviterm を終了',
    notKiosk: 'この端末はキオスクモードではありません',
  },
);
