import { words } from './table.ts';

/** What each screen is called, by its view's name. */
export const titleWords = words(
  {
    start: 'Welcome',
    'sign-up': 'Sign up',
    map: 'Map',
    search: 'Search',
    route: 'Route',
    maps: 'Downloads',
    terminals: 'My terminals',
    connection: 'Connection',
    settings: 'Settings',
    position: 'Position',
    about: 'About',
    licences: 'Licences',
    keyring: 'Keyring',
    operator: 'Operator',
  },
  {
    start: 'ようこそ',
    'sign-up': '登録',
    map: '地図',
    search: '検索',
    route: 'ルート',
    maps: '地図データ',
    terminals: '登録端末',
    connection: '接続の詳細',
    settings: '設定',
    position: '現在地',
    about: 'この端末について',
    licences: 'ライセンス',
    keyring: 'キーリング',
    operator: '管理者',
  },
);
