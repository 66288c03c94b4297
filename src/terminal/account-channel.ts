import { directoryServer } from '../allocation/directory.ts';
import { openChannel } from '../allocation/reach-server.ts';
import type { DirectoryEntry } from '../contract/directory.ts';
import type { ClientChannel } from '../protocol/channel/client-channel.ts';
import { withNewestKeys, type DirectoryClient } from './directory-client.ts';
import { reaching } from './reach.ts';
import { persistently, type TerminalContext } from './terminal-context.ts';

/** Seconds after which a server that says nothing is not asked again: its user is waiting. */
const patience = 45;

/** A channel to the account server: `sign-up` for nobody yet, `session` under the access key. */
export async function openAccountChannel(
  context: TerminalContext,
  directory: DirectoryClient,
  purpose: 'sign-up' | 'session',
  secret?: { readonly identifier: Uint8Array; readonly key: Uint8Array },
): Promise<ClientChannel> {
  const open = (accounts: DirectoryEntry) =>
    persistently(
      context,
      () =>
        openChannel(
          { ...accounts, serverId: accounts.id },
          {
            purpose,
            timeout: 20,
            rounds: 1,
            ...(secret === undefined ? {} : { secret }),
            ...reaching(context, { role: 'accounts', serverId: accounts.id }),
          },
        ),
      undefined,
      patience,
    );
  const entry = async () => directoryServer(await directory.get(), 'accounts');
  return withNewestKeys(directory, await entry(), entry, open);
}
