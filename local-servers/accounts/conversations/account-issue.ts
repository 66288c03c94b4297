import { check } from '../../../src/contract/check.ts';
import { AccountIssueRequest } from '../../../src/contract/sign-up.ts';
import type { ChannelDefinition } from '../../kit/channel/register-channel.ts';
import type { AccountsServer } from '../accounts-server.ts';
import { prepareAccount } from '../issue-account.ts';

/** C2: a portal that the directory names asks for the account of a paid application. */
export function accountIssueConversation(
  server: AccountsServer,
  portalKeys: ReadonlyMap<string, Uint8Array>,
): ChannelDefinition {
  return {
    purpose: 'account-issue',
    remoteStaticOf: (initiatorId) => portalKeys.get(initiatorId),
    handle: async (request) => {
      const write = await prepareAccount(server, check(AccountIssueRequest, request, 'request.malformed'));
      return async (tx) => ({ result: await write(tx) });
    },
  };
}
