import type { Language } from '../../src/contract/screen/settings.ts';

/** What stands on the screens, as far as whoever drives them has to find it. */
const english = {
  tryDemo: /^Try the demo/,
  signUpWay: /^Sign up/,
  signUp: 'Sign up',
  next: 'Next',
  answers: {
    userId: 'Your user ID',
    password: 'Your password',
    licenceNumber: 'Your licence number',
    terminalName: 'A name for this terminal',
  },
  menu: 'Main menu',
  map: 'Map',
  search: 'Search',
  maps: 'Downloads',
  connection: 'Connection',
  settings: 'Settings',
  download: 'Download',
  show: 'Show on the map',
  searchField: 'Place, street or address',
  results: 'Results',
  simulate: 'Simulated drive',
  arrived: 'You have arrived',
  done: 'Done',
  check: 'Check now',
  theme: 'Appearance',
  themes: { auto: 'Automatic', day: 'Day', night: 'Night' },
  language: 'Language',
  keyboard: 'Keyboard',
  keys: { shift: 'Shift', symbols: 'Symbols', latin: 'Letters', space: 'Space', enter: 'Enter' },
};

export type Labels = typeof english;

const japanese: Labels = {
  tryDemo: /^デモを試す/,
  signUpWay: /^登録する/,
  signUp: '登録する',
  next: '次へ',
  answers: {
    userId: 'ユーザーID',
    password: 'パスワード',
    licenceNumber: 'ライセンス番号',
    terminalName: 'この端末の名前',
  },
  menu: 'メインメニュー',
  map: '地図',
  search: '検索',
  maps: '地図データ',
  connection: '接続',
  settings: '設定',
  download: 'ダウンロード',
  show: '地図で見る',
  searchField: '施設・通り・住所',
  results: '検索結果',
  simulate: 'デモ走行',
  arrived: '到着しました',
  done: '完了',
  check: '今すぐ確認',
  theme: '画面の明るさ',
  themes: { auto: '自動', day: '昼', night: '夜' },
  language: '言語',
  keyboard: 'キーボード',
  keys: { shift: 'シフト', symbols: '記号', latin: '英字', space: '空白', enter: '決定' },
};

export const labels: Readonly<Record<Language, Labels>> = { en: english, ja: japanese };

/** Each language under its own name. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', ja: '日本語' };
