import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';
import type { Language } from '../../kit/pages/language.ts';
import { textsOf } from '../text/texts.ts';
import type { MailText } from './mail.ts';

/** C1: the application number and the payment link. */
export function applicationMail(
  language: Language,
  facts: { name: string; applicationNumber: string; plan: string; price: string; payUrl: string },
): MailText {
  return textsOf(language).mails.application(facts);
}

/** C2: the account. The only thing that ever holds its password, and sealed until it is sent. */
export function accountMail(
  language: Language,
  facts: { name: string; applicationNumber: string; account: AccountIssueReply },
): MailText {
  return textsOf(language).mails.account(facts);
}
