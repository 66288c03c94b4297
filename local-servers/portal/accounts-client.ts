import { directoryServer } from '../../src/allocation/directory.ts';
import { check } from '../../src/contract/check.ts';
import { AccountIssueReply } from '../../src/contract/sign-up.ts';
import type { RoleContext } from '../kit/role-context.ts';
import { ServerClient } from '../kit/server-client.ts';
import type { AccountIssuer } from './account-issuer.ts';

/**
 * The account server of the directory, over a channel of the portal's own. Asked again after a lost answer it gives the
 * same account with a new password: the answer that was read last is the one that holds.
 * @throws service.unknown where the directory names no account server
 */
export function createAccountsClient(
  context: Pick<RoleContext<unknown>, 'serverId' | 'staticKey' | 'transport' | 'trust'>,
): AccountIssuer {
  const client = new ServerClient(context, 'account-issue', directoryServer(context.trust.directory, 'accounts'));
  return {
    issue: async (request) => check(AccountIssueReply, await client.call(request), 'network.answer-invalid'),
  };
}
