import { atAnyEndpoint } from '../allocation/endpoints.ts';
import { directoryServer } from '../allocation/directory.ts';
import { fromBase64url } from '../protocol/bytes.ts';
import type { DirectoryEntry } from '../contract/directory.ts';
import { ClientChannel } from '../protocol/channel/client-channel.ts';
import { channelExchange } from '../protocol/transport.ts';
import { withNewestKeys, type DirectoryClient } from './directory-client.ts';
import { persistently, waitBeforeResend, type TerminalContext } from './terminal-context.ts';

/** A channel to the account server: `sign-up` for nobody yet, `session` under the access key. */
export async function openAccountChannel(
  context: TerminalContext,
  directory: DirectoryClient,
  purpose: 'sign-up' | 'session',
  secret?: { readonly identifier: Uint8Array; readonly key: Uint8Array },
): Promise<ClientChannel> {
  const open = (accounts: DirectoryEntry) =>
    persistently(context, () =>
      atAnyEndpoint(accounts.endpoints, (url) =>
        ClientChannel.open({
          purpose,
          serverId: accounts.id,
          remoteStatic: fromBase64url(accounts.staticKey, 'document.malformed'),
          exchange: channelExchange(context.ports.transport, url, 20),
          ...(secret === undefined ? {} : { secret }),
          beforeResend: waitBeforeResend(context),
        }),
      ),
    );
  const entry = async () => directoryServer(await directory.get(), 'accounts');
  return withNewestKeys(directory, await entry(), entry, open);
}
