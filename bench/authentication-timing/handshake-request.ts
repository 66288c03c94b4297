import { channelMediaType, channelPatterns, handshakePath, type ChannelPurpose } from '../../src/contract/channel.ts';
import { padIdentifier, prologue } from '../../src/protocol/channel/channel-keys.ts';
import { encodeHandshakeRequest } from '../../src/protocol/channel/frames.ts';
import { Handshake } from '../../src/protocol/noise/handshake.ts';
import type { RoleContext } from '../../local-servers/kit/role-context.ts';
import { requestBytes } from '../kit/http-connection.ts';

/** A whole HTTP request with a fresh message 1 that hides `identifier`; whoever sends it does not go on with it. */
export function handshakeRequest(
  { serverId, staticKey, baseUrl }: Pick<RoleContext<unknown>, 'serverId' | 'staticKey' | 'baseUrl'>,
  purpose: ChannelPurpose,
  identifier: Uint8Array,
): Uint8Array {
  const handshake = new Handshake('initiator', {
    pattern: channelPatterns[purpose],
    prologue: prologue(purpose, serverId),
    remoteStatic: staticKey.publicKey,
  });
  const noise = handshake.write(padIdentifier(identifier));
  const headers = { 'content-type': channelMediaType };
  const { host } = new URL(baseUrl);
  const body = encodeHandshakeRequest({ initiatorId: '', noise });
  return requestBytes({ method: 'POST', path: handshakePath(purpose), host, headers, body });
}
