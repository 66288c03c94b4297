import type { MailboxText } from './en.ts';

export const ja: MailboxText = {
  language: 'ja',
  title: 'メールボックス',
  intro: 'このコンピューターのNavitermサーバーが送るメールは、すべてここに届き、外へは出ません。',
  all: 'すべてのメール',
  mailTo: (address) => `${address} 宛てのメール`,
  empty: 'まだメールはありません。このページは自動で更新されます。',
  from: '差出人',
  to: '宛先',
  received: '受信',
  noSubject: '（件名なし）',
  noText: 'このメールにはテキスト部分がありません。ここではテキストだけを表示します。',
  back: '一覧に戻る',
  problem: '表示できませんでした',
};
