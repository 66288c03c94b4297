import type { PortalText } from './en.ts';

export const ja: PortalText = {
  language: 'ja',
  brand: 'Naviterm',
  required: '必須',
  steps: ['お申し込み', 'お支払い', 'アカウント'],
  home: {
    title: 'ナビ端末に、地図を。',
    lead: 'アカウントをお申し込みいただくと、ご契約の地図を端末にダウンロードできます。手続きは約3分、スマートフォンからもどうぞ。',
    apply: '申し込む',
    pay: '申込番号をお持ちの方',
    howTitle: 'ご利用の流れ',
    how: [
      'お名前、ご住所、電話番号、メールアドレスを入力してお申し込みください。申込番号を発行します。',
      '申込番号を使って、このサイトでカードでお支払いください。',
      'ユーザーID、パスワード、ライセンス番号をお渡しします。端末に一度だけ入力してください。',
    ],
    plansTitle: '料金プラン',
    planLength: (length) => `${length}間`,
  },
  apply: {
    title: 'お申し込み',
    lead: '入力いただいた情報は、ご契約のためだけに使います。',
    send: '申し込む',
    plan: 'プラン',
    fields: {
      name: { label: 'お名前', hint: 'ご契約者のお名前' },
      address: { label: 'ご住所', hint: '郵便番号から入力してください' },
      phone: { label: '電話番号', hint: '例：090-1234-5678' },
      mail: { label: 'メールアドレス', hint: 'お支払いのご案内とアカウントをお送りします' },
    },
  },
  applied: {
    title: 'ありがとうございます',
    lead: (mail) => `お申し込みを受け付けました。お支払いのご案内を ${mail} にお送りしました。`,
    number: '申込番号',
    keep: 'お支払いに必要です。お控えください。',
    pay: 'お支払いへ進む',
    mailbox: 'このコンピューターのメールボックスで読む',
  },
  pay: {
    title: 'お支払い',
    lead: 'カード番号とセキュリティコードは保存しません。',
    amount: 'お支払い金額',
    send: (price) => (price === undefined ? '支払う' : `${price} を支払う`),
    fields: {
      application: { label: '申込番号', hint: '例：NT-7KQ4-M2XD' },
      cardNumber: { label: 'カード番号', hint: '' },
      cardExpiry: { label: '有効期限', hint: '月／年（MM/YY）' },
      securityCode: { label: 'セキュリティコード', hint: '3桁または4桁の数字' },
      cardHolder: { label: 'カードの名義', hint: '' },
    },
  },
  declined: {
    title: 'このカードはご利用になれません',
    again: '請求は行われていません。もう一度お試しいただくか、別のカードをご利用ください。',
    reasons: {
      declined: 'カード会社で承認されませんでした。',
      'insufficient-funds': 'カードのご利用可能額が不足しています。',
      'unknown-test-card': '実際の支払いを行わない試験用の環境です。この番号は試験用カードではありません。',
    },
  },
  account: {
    title: 'アカウントができました',
    lead: (mail) => `端末に入力してください。${mail} にもお送りしました。`,
    userId: 'ユーザーID',
    password: 'パスワード',
    licenceNumber: 'ライセンス番号',
    charged: (lastFour) => `下4桁 ${lastFour} のカードでお支払いいただきました`,
    once: 'この画面は一度だけ表示されます。書き留めるか、メールを安全な場所に保管してください。',
    next: '端末を起動し、「利用登録」を選んで、この3つを入力してください。',
  },
  status: {
    title: 'お申し込みの状況',
    issued: 'お支払い済みです。アカウントはメールでお送りしました。',
    paid: 'お支払い済みです。アカウントを準備しています。できしだいメールでお送りします。',
  },
  faults: {
    missing: '入力してください。',
    'too-long': '長すぎます。',
    malformed: '内容をご確認ください。',
    expired: 'このカードは有効期限が切れています。',
    unknown: '選択肢にありません。',
  },
  fieldFaults: {
    phone: '電話番号を数字で入力してください（例：090-1234-5678）。',
    mail: 'メールアドレスの形で入力してください（例：name@example.com）。',
    cardNumber: 'カード番号の数字をご確認ください。',
    cardExpiry: '月と年を MM/YY の形で入力してください。',
    securityCode: 'カードに記載の3桁または4桁の数字を入力してください。',
    application: '申込番号をメールでご確認ください。',
  },
  faultSummary: '印のついた項目をご確認ください。',
  formTooOld: 'ページを開いてから時間がたったか、別のサイトから送られました。もう一度お送りください。',
  problems: {
    title: '手続きできませんでした',
    'application.unknown': 'この番号のお申し込みは見つかりません。メールでご確認ください。',
    'application.unpaid': 'このお申し込みは、まだお支払いいただいていません。',
    'application.already-paid':
      'このお申し込みはお支払い済みです。アカウントはメールでお送りします。二重に請求されることはありません。',
    'request.not-found': 'ページが見つかりません。',
    'request.too-large': '送信された内容が大きすぎます。',
    'request.rate-limited': '試行回数が多すぎます。しばらく待ってからお試しください。',
    paidWithoutAccount:
      'お支払いは完了しました（一回のみ）。アカウントの準備に時間がかかっています。できしだいメールでお送りしますので、お手続きは不要です。',
    mine: '送信された内容を読み取れませんでした。',
    ours: 'サーバー側で問題が起きました。しばらくしてからもう一度お試しください。',
    code: 'コード',
    back: '最初のページへ',
  },
  mails: {
    application: ({ name, applicationNumber, plan, price, payUrl }) => ({
      subject: `お申し込み番号 ${applicationNumber}`,
      text: `${name} 様

お申し込みありがとうございます。

  申込番号： ${applicationNumber}
  プラン： ${plan}
  料金： ${price}

お支払いはこちらから：
${payUrl}

お支払いのあと、アカウントをお渡しします。

Naviterm
`,
    }),
    account: ({ name, applicationNumber, account }) => ({
      subject: `アカウントのお知らせ（${applicationNumber}）`,
      text: `${name} 様

お支払いを確認しました。アカウントをお知らせします。

  ユーザーID： ${account.userId}
  パスワード： ${account.password}
  ライセンス番号： ${account.licenceNumber}

端末を起動し、「利用登録」を選んで、この3つを入力してください。このメールは安全な場所に保管してください。

Naviterm
`,
    }),
  },
};
