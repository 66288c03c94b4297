import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentSessionReply, currentSessionPath } from '../../../src/contract/sessions.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { problemMediaType, toProblem } from '../../../src/errors/problem.ts';
import { encodeJson } from '../../../src/protocol/bytes.ts';
import { verifyHmac, type SignedMessage } from '../../../src/protocol/http-signatures.ts';
import { readSignedRequest, requestCounter, signReply } from '../../../src/protocol/request-signatures.ts';
import type { Audience } from '../../../src/protocol/session-keys.ts';
import type { App } from '../../kit/app.ts';
import type { AccountsServer } from '../accounts-server.ts';
import { checkSession, summarise } from '../contract-state.ts';
import { findSession, useSession, type SessionWithKey } from '../session-audience.ts';

/** C4: a terminal whose session is still valid is told to go on using it; the question must be signed, as the answer is. */
export function addCurrentSessionRoute(app: App, server: AccountsServer, baseUrl: string): void {
  const schema = { summary: 'Whether the session goes on', response: { 200: CurrentSessionReply } };
  app.get(currentSessionPath, { schema }, async (request, reply) => {
    const message = signedMessage(request, baseUrl);
    const { session, audience } = await verifiedSession(server, message);
    const now = server.clock.now();
    try {
      checkSession(session, now);
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return sendSigned(reply, error.facts.status, problemMediaType, toProblem(error), { audience, message });
    }
    const expiresIn = await useSession(server.database, session, now);
    const answer: CurrentSessionReply = { state: 'go-on', expiresIn, contract: summarise(session.contract, now) };
    return sendSigned(reply, 200, 'application/json', answer, { audience, message });
  });
}

/** @throws signature.missing, signature.invalid, session.unknown */
async function verifiedSession(server: AccountsServer, message: SignedMessage): Promise<SessionWithKey> {
  const { received, keyid, nonce } = readSignedRequest('session', message, new Uint8Array(0));
  requestCounter(nonce);
  const found = await findSession(server, server.database, server.serverId, keyid);
  if (found === undefined) throw new CodedError('session.unknown');
  verifyHmac(received, found.audience.audienceKey);
  return found;
}

/** The address is built from what this server knows of itself, never from what was sent. */
function signedMessage(request: FastifyRequest, baseUrl: string): SignedMessage {
  const headers = Object.entries(request.headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { method: request.method, targetUri: baseUrl + request.url, headers: Object.fromEntries(headers) };
}

function sendSigned(
  reply: FastifyReply,
  status: number,
  mediaType: string,
  content: unknown,
  { audience, message }: { readonly audience: Audience; readonly message: SignedMessage },
): FastifyReply {
  const body = encodeJson(content);
  const fields = signReply({ status, body, request: message }, { label: 'session', ...audience });
  return reply.status(status).headers(fields).type(mediaType).send(Buffer.from(body));
}
