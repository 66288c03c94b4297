import { Type, type Static } from 'typebox';

export const MailboxSettings = Type.Object(
  {
    smtp: Type.Object(
      {
        /** Loopback only: the mailbox shows every mail to whoever asks. */
        host: Type.Union([Type.Literal('127.0.0.1'), Type.Literal('::1')], { default: '127.0.0.1' }),
        /** 0 lets the system choose. */
        port: Type.Integer({ minimum: 0, maximum: 65_535, default: 2525 }),
      },
      { default: {} },
    ),
  },
  { default: {} },
);
export type MailboxSettings = Static<typeof MailboxSettings>;
