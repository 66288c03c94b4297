import type { ChainRole } from '../../src/contract/screen/state.ts';
import { words } from './table.ts';

const englishRoles: Readonly<Record<ChainRole, string>> = {
  service: 'Map service',
  'first-allocation': 'First allocation',
  'second-allocation': 'Second allocation',
  authentication: 'Authentication',
  accounts: 'Accounts',
};

const japaneseRoles: Readonly<Record<ChainRole, string>> = {
  service: '地図サービス',
  'first-allocation': '第1割当',
  'second-allocation': '第2割当',
  authentication: '認証',
  accounts: 'アカウント',
};

/** Words of the chain of servers, as it lights up. */
export const connectionWords = words(
  {
    roles: englishRoles,
    title: 'Connection',
    check: 'Check now',
    states: { waiting: 'Waiting', asking: 'Asking…', done: 'Answered', failed: 'Failed', skipped: 'Not needed' },
    idle: 'Not connected yet',
    idleText: 'Check the connection to see how this terminal finds its servers.',
    running: 'Connecting…',
    done: 'Connected',
    failed: 'The connection failed',
    from: {
      stored: 'The known way was used',
      'terminal-walked': 'The terminal asked its way',
      'service-walked': 'The map service asked the way',
    },
    admission: (time: string) => `Admitted for ${time}`,
    chain: 'The way through the servers',
  },
  {
    roles: japaneseRoles,
    title: '接続',
    check: '今すぐ確認',
    states: { waiting: '待機', asking: '問い合わせ中', done: '応答あり', failed: '失敗', skipped: '不要' },
    idle: 'まだ接続していません',
    idleText: '「今すぐ確認」で、サーバーにたどり着くまでの道筋を表示します。',
    running: '接続中…',
    done: '接続しました',
    failed: '接続に失敗しました',
    from: {
      stored: '記憶した経路を使用',
      'terminal-walked': '端末が経路を確認',
      'service-walked': '地図サービスが経路を確認',
    },
    admission: (time: string) => `利用許可 残り ${time}`,
    chain: 'サーバーの道筋',
  },
);
