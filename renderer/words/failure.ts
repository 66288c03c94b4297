import type { FailedStep, Remedy } from '../../src/contract/screen/failure.ts';
import { words } from './table.ts';

const englishSteps: Readonly<Record<FailedStep, string>> = {
  network: 'The network cannot be reached',
  allocation: 'The right server could not be found',
  authentication: 'This terminal could not be verified',
  account: 'The account could not be used',
  contract: 'Your contract does not cover this',
  card: 'The card could not be read',
  map: 'The map cannot be used',
  keyring: 'The keyring cannot be used',
  storage: 'Nothing can be saved',
  servers: 'The servers on this terminal do not answer',
  position: 'Your position is not known',
  route: 'No route was found',
  application: 'Something went wrong in this terminal',
};

const japaneseSteps: Readonly<Record<FailedStep, string>> = {
  network: 'ネットワークに接続できません',
  allocation: '接続先のサーバーが見つかりません',
  authentication: 'この端末を確認できませんでした',
  account: 'アカウントを利用できません',
  contract: 'ご契約の対象外です',
  card: 'カードを読み取れません',
  map: '地図を利用できません',
  keyring: 'キーリングを利用できません',
  storage: '保存できません',
  servers: '端末内のサーバーが応答しません',
  position: '現在地がわかりません',
  route: 'ルートが見つかりません',
  application: '端末で問題が起きました',
};

const englishRemedies: Readonly<Record<Remedy, string>> = {
  wait: 'There is nothing to do but to wait a moment.',
  'try-again': 'Try again.',
  'check-typing': 'Check what you typed, and try again.',
  'sign-in': 'Sign up this terminal again.',
  'unlock-keyring': 'Unlock the keyring of this computer, then try again.',
  'free-space': 'Make room on the disk, for example by removing a map, then try again.',
  'download-again': 'Download the map again. Only what is damaged is fetched.',
  'choose-another': 'Choose another one.',
  'call-operator': 'Call your map service and tell them the code.',
};

const japaneseRemedies: Readonly<Record<Remedy, string>> = {
  wait: 'しばらくそのままお待ちください。',
  'try-again': 'もう一度お試しください。',
  'check-typing': '入力内容を確認して、もう一度お試しください。',
  'sign-in': 'この端末をもう一度登録してください。',
  'unlock-keyring': 'このコンピューターのキーリングのロックを解除してから、もう一度お試しください。',
  'free-space': '不要な地図を削除するなどして空き容量を増やしてから、もう一度お試しください。',
  'download-again': '地図をもう一度ダウンロードしてください。破損した部分だけを取得します。',
  'choose-another': '別のものを選んでください。',
  'call-operator': '地図サービスの窓口に連絡し、コードをお伝えください。',
};

/** What a code says better than its step: the ones that a user meets in daily life. */
const englishTitles: Readonly<Record<string, string>> = {
  'account.login-failed': 'User ID or password is wrong',
  'account.licence-wrong': 'This licence number does not belong to the account',
  'account.too-many-attempts': 'Too many tries',
  'account.terminal-limit': 'No further terminal can be registered',
  'contract.lapsed': 'Your contract has ended',
  'store.full': 'The disk is full',
  'map.file-damaged': 'The map on this terminal is damaged',
  'session.too-many': 'Too many terminals use this account at once',
  'network.timeout': 'The server does not answer',
};

const japaneseTitles: Readonly<Record<string, string>> = {
  'account.login-failed': 'ユーザーIDまたはパスワードが違います',
  'account.licence-wrong': 'ライセンス番号がこのアカウントのものではありません',
  'account.too-many-attempts': '試行回数が上限に達しました',
  'account.terminal-limit': 'これ以上端末を登録できません',
  'contract.lapsed': '契約期間が終了しました',
  'store.full': 'ディスクに空きがありません',
  'map.file-damaged': '端末内の地図が破損しています',
  'session.too-many': 'このアカウントを同時に利用している端末が多すぎます',
  'network.timeout': 'サーバーが応答しません',
};

/** F: which step failed, what one can do now, and the code for the operator. */
export const failureWords = words(
  {
    steps: englishSteps,
    remedies: englishRemedies,
    titles: englishTitles,
    code: 'Code',
    details: 'For the operator',
    tryAgain: 'Try again',
    tryAgainIn: (time: string) => `Can be tried again in ${time}`,
    goesOnIn: (time: string) => `Tried again by itself in ${time}`,
    openKeyring: 'About the keyring',
    openMaps: 'Open downloads',
    openSignUp: 'Sign up',
    openConnection: 'Connection details',
  },
  {
    steps: japaneseSteps,
    remedies: japaneseRemedies,
    titles: japaneseTitles,
    code: 'コード',
    details: '管理者向け',
    tryAgain: 'もう一度試す',
    tryAgainIn: (time: string) => `あと ${time} でもう一度試せます`,
    goesOnIn: (time: string) => `あと ${time} で自動的にもう一度試します`,
    openKeyring: 'キーリングについて',
    openMaps: '地図データを開く',
    openSignUp: '登録する',
    openConnection: '接続の詳細',
  },
);
