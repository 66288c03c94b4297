import { hasCode } from '../errors/coded-error.ts';
import { protocolHeader, protocolVersion } from '../contract/protocol-version.ts';
import { signSessionRequest, verifyReply } from '../protocol/request-signatures.ts';
import type { Audience } from '../protocol/session-keys.ts';
import { refusal } from '../protocol/transport.ts';
import type { TerminalContext } from './terminal-context.ts';

/** The keys of one audience, with a counter that no other request of this session to it has. */
export interface CountedAudience extends Audience {
  readonly counter: number;
}

export interface SignedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** JSON; nothing for a GET. */
  readonly body?: Uint8Array;
  readonly maximumBytes: number;
  /** See `HttpRequest`. */
  readonly into?: Uint8Array;
  /** Seconds. */
  readonly timeout?: number;
  /** Whether the reply must be signed; sealed chunks verify by themselves. */
  readonly signedReply: boolean;
  readonly signal?: AbortSignal;
}

const noBody = new Uint8Array(0);

/** One request under a session, sent once. @returns the content of the reply. @throws what refuses it, network.* */
export async function sendSigned(
  { ports }: Pick<TerminalContext, 'ports'>,
  audience: CountedAudience,
  { method, url, body, signedReply, timeout = 15, ...limits }: SignedRequest,
): Promise<Uint8Array> {
  const fields: Record<string, string> = { [protocolHeader]: String(protocolVersion) };
  if (body !== undefined) fields['content-type'] = 'application/json';
  const headers = signSessionRequest({ method, url, body: body ?? noBody, headers: fields }, audience);
  const content = body === undefined ? {} : { body };
  const response = await ports.transport({ method, url, headers, timeout, ...content, ...limits });
  const reply = { ...response, request: { method, targetUri: url, headers } };
  if (response.status !== 200) {
    const error = refusal(response);
    // G3: that there is none of something (a newer root) is an answer to build on, so it must be the server's own word.
    if (signedReply && hasCode(error, 'request.not-found')) verifyReply('session', reply, audience);
    throw error;
  }
  if (signedReply) verifyReply('session', reply, audience);
  return response.body;
}
