import { words } from './table.ts';

/** Words of the list of an account's terminals. */
export const terminalsWords = words(
  {
    title: 'My terminals',
    thisOne: 'This terminal',
    registeredAgo: (ago: string) => `Registered ${ago}`,
    loading: 'Reading the list…',
    emptyTitle: 'No terminal is registered',
    emptyText: 'Sign up this terminal to see it here.',
    signUp: 'Sign up',
    more: 'Another terminal is added by signing up on it.',
  },
  {
    title: '登録端末',
    thisOne: 'この端末',
    registeredAgo: (ago: string) => `${ago}に登録`,
    loading: '一覧を読み込み中…',
    emptyTitle: '登録された端末はありません',
    emptyText: 'この端末を登録すると、ここに表示されます。',
    signUp: '登録する',
    more: '端末を追加するには、その端末で登録してください。',
  },
);
