import { words } from './table.ts';

/** Words about the operating system's keyring, and what to do where it cannot be used. */
export const keyringWords = words(
  {
    title: 'Keyring',
    purpose: 'The keys of this terminal are kept by the keyring of this computer, never in a file.',
    states: {
      unknown: 'The keyring was not looked at yet',
      ready: 'The keyring is ready',
      locked: 'The keyring is locked',
      missing: 'There is no keyring',
      broken: 'The keyring does not work',
      'unsafe-file': 'Keys lie in a plain file',
    },
    texts: {
      unknown: 'It is tried as soon as a key is needed.',
      ready: 'Keys were written and read back.',
      locked: 'Without it this terminal cannot prove who it is. Maps on this terminal go on working.',
      missing: 'No program on this computer keeps secrets. Maps on this terminal go on working.',
      broken: 'It takes secrets but does not give them back. Maps on this terminal go on working.',
      'unsafe-file': 'Whoever can read the disk can read the keys. This is meant for tests only.',
    },
    steps: {
      unknown: ['Try again to look at it now.'],
      ready: ['There is nothing to do.'],
      locked: [
        'Sign in to this computer with your password: that unlocks the keyring.',
        'On a kiosk: ask the operator to unlock it.',
        'Then try again here.',
      ],
      missing: [
        'Install a keyring, such as GNOME Keyring or KWallet.',
        'Start it with the session, then try again here.',
      ],
      broken: ['Restart this computer.', 'If that does not help, call your map service and tell them the code.'],
      'unsafe-file': ['Remove the option from the configuration file before this terminal is used in earnest.'],
    },
    whatToDo: 'What you can do',
    tryAgain: 'Try again',
  },
  {
    title: 'キーリング',
    purpose: 'この端末の鍵は、ファイルではなくこのコンピューターのキーリングに保管されます。',
    states: {
      unknown: 'キーリングはまだ確認していません',
      ready: 'キーリングを利用できます',
      locked: 'キーリングがロックされています',
      missing: 'キーリングがありません',
      broken: 'キーリングが動作していません',
      'unsafe-file': '鍵が通常のファイルに保存されています',
    },
    texts: {
      unknown: '鍵が必要になったときに確認します。',
      ready: '鍵の書き込みと読み出しを確認しました。',
      locked: 'ロック中は端末を証明できません。端末内の地図はそのまま使えます。',
      missing: '秘密を保管するプログラムがありません。端末内の地図はそのまま使えます。',
      broken: '保管した秘密を読み出せません。端末内の地図はそのまま使えます。',
      'unsafe-file': 'ディスクを読める人は誰でも鍵を読めます。試験専用の設定です。',
    },
    steps: {
      unknown: ['「もう一度試す」で、今すぐ確認します。'],
      ready: ['操作は不要です。'],
      locked: [
        'このコンピューターにパスワードでログインすると、ロックが解除されます。',
        'キオスクの場合は、管理者に解除を依頼してください。',
        'その後、ここでもう一度試してください。',
      ],
      missing: [
        'GNOME Keyring や KWallet などのキーリングをインストールしてください。',
        'ログイン時に起動するようにして、ここでもう一度試してください。',
      ],
      broken: [
        'このコンピューターを再起動してください。',
        '解決しない場合は地図サービスの窓口にコードをお伝えください。',
      ],
      'unsafe-file': ['実際に使う前に、設定ファイルからこのオプションを取り除いてください。'],
    },
    whatToDo: '対処方法',
    tryAgain: 'もう一度試す',
  },
);
