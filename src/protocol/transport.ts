import { channelLimits, channelMediaType } from '../contract/channel.ts';
import { protocolHeader, protocolVersion, supportedProtocolVersions } from '../contract/protocol-version.ts';
import { CodedError } from '../errors/coded-error.ts';
import { fromProblem, problemMediaType } from '../errors/problem.ts';
import { decodeJson } from './bytes.ts';
import type { ChannelExchange } from './channel/client-channel.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Ceiling of the answer's content. */
  readonly maximumBytes: number;
  /** Where the content of the answer goes if it fits, for who asks often; the answer's `body` is then a part of it. */
  readonly into?: Uint8Array;
  /** Ceiling in seconds, for the whole exchange. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** One HTTP exchange. @throws network.unreachable, network.timeout, network.answer-invalid (too large) */
export type HttpTransport = (request: HttpRequest) => Promise<HttpResponse>;

/** The coded error of a refusal; anything that is no problem document is `network.answer-invalid`. */
export function refusal(response: HttpResponse): CodedError {
  const type = response.headers['content-type'] ?? '';
  if (!type.startsWith(problemMediaType)) {
    return new CodedError('network.answer-invalid', { detail: `status ${response.status} without a problem document` });
  }
  return fromProblem(decodeJson(response.body, 'network.answer-invalid'));
}

/**
 * Parts in words from a server that answers in another version, before anything is read from what it says. Whoever names
 * none (a proxy on the way) is judged by the answer itself. @throws protocol.version-unsupported
 */
export function inOurVersion(transport: HttpTransport): HttpTransport {
  return async (request) => {
    const response = await transport(request);
    const version = response.headers[protocolHeader];
    if (version !== undefined && !supportedProtocolVersions.some((supported) => String(supported) === version)) {
      throw new CodedError('protocol.version-unsupported', { info: { supported: supportedProtocolVersions } });
    }
    return response;
  };
}

/** Carries the bodies of a channel to the server at `baseUrl`, until the signal says that nobody wants the answer. */
export function channelExchange(
  transport: HttpTransport,
  baseUrl: string,
  timeout = 10,
  signal?: AbortSignal,
): ChannelExchange {
  const send = inOurVersion(transport);
  return async (path, body) => {
    const response = await send({
      method: 'POST',
      url: baseUrl.replace(/\/$/, '') + path,
      headers: { 'content-type': channelMediaType, [protocolHeader]: String(protocolVersion) },
      body,
      maximumBytes: channelLimits.messageBytes + channelLimits.cookieBytes,
      timeout,
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.status !== 200) throw refusal(response);
    return response.body;
  };
}
