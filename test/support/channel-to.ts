import type { RoleContext } from '../../local-servers/kit/role-context.ts';
import type { ChannelPurpose } from '../../src/contract/channel.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { ClientChannel, type ClientChannelOptions } from '../../src/protocol/channel/client-channel.ts';
import { channelExchange } from '../../src/protocol/transport.ts';

type Server = Pick<RoleContext<unknown>, 'serverId' | 'staticKey' | 'baseUrl'>;

/** Opens a channel to a server of an installation, over real HTTP. `more` gives a secret (NKpsk2) or an initiator (KK). */
export function channelTo(
  server: Server,
  purpose: ChannelPurpose,
  more: Partial<ClientChannelOptions> = {},
): Promise<ClientChannel> {
  return ClientChannel.open({
    purpose,
    serverId: server.serverId,
    remoteStatic: server.staticKey.publicKey,
    exchange: channelExchange(httpTransport, server.baseUrl),
    beforeResend: onANewConnection,
    ...more,
  });
}

/** A connection that was kept may be closed at the moment when it is used again: once more, and that is all. */
const onANewConnection = (attempt: number): Promise<void> =>
  attempt === 1 ? Promise.resolve() : Promise.reject(new CodedError('network.unreachable'));

/** How a server of an installation calls another one (KK). */
export const asInitiator = (caller: Pick<Server, 'serverId' | 'staticKey'>) => ({
  initiator: { id: caller.serverId, staticKey: caller.staticKey },
});
