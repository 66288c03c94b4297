import type { Directory, DirectoryRole } from '../../src/contract/directory.ts';
import { fromBase64url } from '../../src/protocol/bytes.ts';
import { createApp } from '../kit/app.ts';
import { BackgroundWork } from '../kit/background.ts';
import { registerChannel } from '../kit/channel/register-channel.ts';
import { addDirectoryRoute } from '../kit/directory-route.ts';
import type { BuiltRole } from '../kit/role-context.ts';
import { createAccountsServer, openAccountsStore, type AccountsContext } from './accounts-server.ts';
import { accountIssueConversation } from './conversations/account-issue.ts';
import { sessionCheckConversation } from './conversations/session-check.ts';
import { sessionConversation } from './conversations/session.ts';
import { signUpConversation } from './conversations/sign-up.ts';
import { forgetEnded, forgetInterval } from './forgetting.ts';
import { addSessionRoutes } from './routes/current-session.ts';

/** The account server: sign-up, access keys, sessions, contracts, terminals of an account. */
export async function buildAccounts(context: AccountsContext): Promise<BuiltRole> {
  const database = await openAccountsStore(context);
  const server = await createAccountsServer(context, database);
  const { directory } = context.trust;
  const audiences = staticKeys(directory, 'service', 'content-provider');

  const app = await createApp(context);
  addDirectoryRoute(app, context.trust);
  registerChannel(app, server, signUpConversation(server));
  registerChannel(app, server, sessionConversation(server, new Set(audiences.keys())));
  registerChannel(app, server, sessionCheckConversation(server, audiences));
  registerChannel(app, server, accountIssueConversation(server, staticKeys(directory, 'portal')));
  await addSessionRoutes(app, server, context.baseUrl);

  const forgetting = new BackgroundWork(
    () => forgetEnded(database, context.clock.now()),
    forgetInterval,
    context.logger,
  );
  return {
    app,
    close: async () => {
      await app.close();
      await forgetting.stop();
      await database.close();
    },
  };
}

/** X25519 keys by directory id. */
function staticKeys(directory: Directory, ...roles: DirectoryRole[]): ReadonlyMap<string, Uint8Array> {
  const servers = directory.servers.filter(({ role }) => roles.includes(role));
  return new Map(servers.map(({ id, staticKey }) => [id, fromBase64url(staticKey, 'document.malformed')]));
}
