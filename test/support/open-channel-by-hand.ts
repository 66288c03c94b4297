import { channelPatterns, handshakePath, type ChannelPurpose } from '../../src/contract/channel.ts';
import { ChannelKeys, padIdentifier, prologue } from '../../src/protocol/channel/channel-keys.ts';
import type { ChannelExchange, ClientChannelOptions } from '../../src/protocol/channel/client-channel.ts';
import {
  decodeHandshakeReply,
  encodeHandshakeRequest,
  encodeMessageRequest,
} from '../../src/protocol/channel/frames.ts';
import { Handshake } from '../../src/protocol/noise/handshake.ts';

/** An initiator that may do what a right one never does: seal two messages at one counter, or name another version. */
export interface HandmadeChannel {
  /** The frame of a message; any number of them at one counter. */
  frame(counter: number, body: unknown): Uint8Array;
  openReply(counter: number, ciphertext: Uint8Array): unknown;
}

export interface HandmadeOptions extends Pick<ClientChannelOptions, 'serverId' | 'remoteStatic' | 'secret'> {
  readonly exchange: ChannelExchange;
  /** Instead of the right one. */
  readonly prologue?: Uint8Array;
  /** Where message 1 goes, instead of its purpose's address. */
  readonly path?: string;
}

export async function openChannelByHand(purpose: ChannelPurpose, options: HandmadeOptions): Promise<HandmadeChannel> {
  const { serverId, remoteStatic, secret, exchange } = options;
  const handshake = new Handshake('initiator', {
    pattern: channelPatterns[purpose],
    prologue: options.prologue ?? prologue(purpose, serverId),
    remoteStatic,
  });
  const noise = handshake.write(padIdentifier(secret?.identifier ?? new Uint8Array(0)));
  const request = encodeHandshakeRequest({ initiatorId: '', noise });
  const reply = decodeHandshakeReply(await exchange(options.path ?? handshakePath(purpose), request));
  handshake.read(reply.noise, secret?.key);
  const keys = new ChannelKeys(handshake.finish());
  return {
    frame: (counter, body) =>
      encodeMessageRequest({
        token: counter === 0 ? reply.cookie : keys.id,
        counter,
        ciphertext: keys.sealRequest(counter, body),
      }),
    openReply: (counter, ciphertext) => keys.openReply(counter, ciphertext),
  };
}
