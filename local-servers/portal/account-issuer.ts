import type { AccountIssueReply, AccountIssueRequest } from '../../src/contract/sign-up.ts';

/** C2: whoever makes accounts; the account server, over a channel of its own. */
export interface AccountIssuer {
  /**
   * The same application number gets the same account, however often it is asked: a reply may have been lost. But each
   * answer has a new password, and only the last holds: nobody keeps passwords.
   * @throws application.already-paid where the account is in use by now; whatever else, the portal asks again later
   */
  issue(request: AccountIssueRequest): Promise<AccountIssueReply>;
}
