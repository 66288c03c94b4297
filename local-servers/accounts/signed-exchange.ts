import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedError } from '../../src/errors/coded-error.ts';
import { problemMediaType, toProblem } from '../../src/errors/problem.ts';
import { encodeJson, utf8 } from '../../src/protocol/bytes.ts';
import { verifyHmac, type SignedMessage } from '../../src/protocol/http-signatures.ts';
import { readSignedRequest, requestCounter, signReply } from '../../src/protocol/request-signatures.ts';
import type { AccountsServer } from './accounts-server.ts';
import { findSession, type SessionWithKey } from './session-audience.ts';

/** Whose request it is. */
export interface SignedBy extends SessionWithKey {
  readonly counter: number;
}

/**
 * Answers a session-signed request with what `decide` returns (JSON), or refuses it: from the moment on when it is known
 * whose request it is, both are signed.
 * @throws signature.*, session.unknown: unsigned, since nobody has proved anything
 */
export async function answerSigned(
  server: AccountsServer,
  {
    request,
    reply,
    baseUrl,
  }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly baseUrl: string },
  decide: (signedBy: SignedBy, body: Uint8Array) => Promise<string>,
): Promise<FastifyReply> {
  const message = signedMessage(request, baseUrl);
  const body = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
  const signedBy = await verifiedSession(server, message, body);
  const answer = await decide(signedBy, body).then(accepted, refused);
  const signer = { label: 'session', ...signedBy.audience } as const;
  const fields = signReply({ status: answer.status, body: answer.content, request: message }, signer);
  return reply.status(answer.status).headers(fields).type(answer.mediaType).send(Buffer.from(answer.content));
}

const accepted = (json: string) => ({ status: 200, mediaType: 'application/json', content: utf8(json) });

/** A fault of the server's own is nothing that it decided: it is thrown on, to be logged and answered like any other. */
function refused(error: unknown) {
  if (!(error instanceof CodedError) || error.facts.status >= 500) throw error;
  return { status: error.facts.status, mediaType: problemMediaType, content: encodeJson(toProblem(error)) };
}

async function verifiedSession(server: AccountsServer, message: SignedMessage, body: Uint8Array): Promise<SignedBy> {
  const { received, keyid, nonce } = readSignedRequest('session', message, body);
  const counter = requestCounter(nonce);
  const found = await findSession(server, server.database, server.serverId, keyid);
  if (found === undefined) throw new CodedError('session.unknown');
  verifyHmac(received, found.audience.audienceKey);
  return { ...found, counter };
}

/** The address is built from what this server knows of itself, never from what was sent. */
function signedMessage(request: FastifyRequest, baseUrl: string): SignedMessage {
  const headers = Object.entries(request.headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { method: request.method, targetUri: baseUrl + request.url, headers: Object.fromEntries(headers) };
}
