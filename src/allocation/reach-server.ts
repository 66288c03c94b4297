import type { Endpoint } from '../contract/allocation.ts';
import type { ChannelPurpose } from '../contract/channel.ts';
import { CodedError } from '../errors/coded-error.ts';
import { fromBase64url } from '../protocol/bytes.ts';
import {
  ClientChannel,
  isAuthenticatedRefusal,
  type ClientChannelOptions,
} from '../protocol/channel/client-channel.ts';
import { channelExchange, type HttpTransport } from '../protocol/transport.ts';
import {
  endpointsOf,
  failureOfAll,
  isSilence,
  raceEndpoints,
  type EndpointFailure,
  type Sleep,
} from './endpoint-race.ts';
import { isServerFailure } from './endpoints.ts';

/** A server as a signed document names it. */
export interface ServerAddress {
  readonly serverId: string;
  readonly endpoints: readonly Endpoint[];
  /** X25519, base64url. */
  readonly staticKey: string;
}

export interface ReachOptions extends Pick<ClientChannelOptions, 'secret' | 'beforeResend'> {
  readonly purpose: ChannelPurpose;
  readonly transport: HttpTransport;
  /** Seconds for one exchange. */
  readonly timeout?: number;
  /** How often all endpoints are tried while nobody answers. */
  readonly rounds?: number;
  readonly sleep?: Sleep | undefined;
  /** Told of each endpoint that failed, also where another one did better. */
  readonly onFailure?: ((failure: EndpointFailure) => void) | undefined;
}

const maximumRounds = 4;

/**
 * Opens a channel to whichever endpoint proves the server's key first. The handshake changes nothing at a server, so
 * several may run at once; where nobody answers at all, they are tried again after `beforeResend`.
 * @throws what tells most of the failures, with `info.endpoints`
 */
export async function openChannel(server: ServerAddress, options: ReachOptions): Promise<ClientChannel> {
  return (await open(server, options)).value;
}

/**
 * The same, and talks there, to that endpoint alone. Where it falls silent for good in the middle, or says that it cannot
 * serve, the other endpoints are turned to; so `talk` must be such that saying it again does no harm.
 */
export async function withChannel<T>(
  server: ServerAddress,
  options: ReachOptions,
  talk: (channel: ClientChannel) => Promise<T>,
): Promise<T> {
  const failures: EndpointFailure[] = [];
  let { endpoints } = server;
  for (;;) {
    const { url, value: channel } = await open({ ...server, endpoints }, options).catch((error: unknown) => {
      if (failures.length === 0 || !(error instanceof CodedError)) throw error;
      const others = endpointsOf(error).map((one) => ({ url: one.url, error: new CodedError(one.code) }));
      throw failureOfAll([...others, ...failures]);
    });
    try {
      return await talk(channel);
    } catch (error) {
      if (!isServerFailure(error)) throw error;
      failures.push({ url, error });
      options.onFailure?.({ url, error });
      endpoints = endpoints.filter((endpoint) => endpoint.url !== url);
      if (endpoints.length === 0) throw isAuthenticatedRefusal(error) ? error : failureOfAll(failures);
    }
  }
}

async function open(
  { serverId, endpoints, staticKey }: ServerAddress,
  { purpose, transport, timeout, rounds = maximumRounds, sleep, onFailure, ...rest }: ReachOptions,
): Promise<{ readonly url: string; readonly value: ClientChannel }> {
  const remoteStatic = fromBase64url(staticKey, 'document.malformed');
  const handshake = (url: string, signal: AbortSignal) =>
    ClientChannel.open({
      purpose,
      serverId,
      remoteStatic,
      exchange: channelExchange(transport, url, timeout, signal),
      handshakeOnce: true,
      ...rest,
    });
  for (let round = 1; ; round++) {
    try {
      return await raceEndpoints(endpoints, handshake, { sleep, onFailure });
    } catch (error) {
      if (!isSilence(error) || rest.beforeResend === undefined || round >= rounds) throw error;
      await rest.beforeResend(round);
    }
  }
}
