import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemMediaType, toProblem } from '../../../src/errors/problem.ts';
import { encodeJson } from '../../../src/protocol/bytes.ts';
import type { SignedMessage } from '../../../src/protocol/http-signatures.ts';
import { signReply } from '../../../src/protocol/request-signatures.ts';
import { toCodedError } from '../../kit/problems.ts';
import type { Guard } from '../access/guard.ts';
import type { ServiceSession } from '../access/sessions.ts';
import { signedMessageOf } from '../access/signed-message.ts';

/** What a route gives: bytes to be signed, or a reply that it has begun itself. */
export type SessionAnswer = { readonly type: string; readonly body: Uint8Array } | FastifyReply;

export const jsonAnswer = (content: unknown): SessionAnswer => ({
  type: 'application/json',
  body: encodeJson(content),
});

/** Addresses that are asked for thousands of times in one download are not logged one by one. */
export const quietRoute = { logLevel: 'warn' } as const;

/**
 * A handler behind the guard. What it answers is signed with the request's signature bound in, refusals too, as soon as
 * it is known whose request it is; before that, a refusal proves nothing and is taken as such.
 */
export function behindGuard<Request extends FastifyRequest>(
  guard: Guard,
  baseUrl: string,
  work: (session: ServiceSession, request: Request, reply: FastifyReply) => SessionAnswer | Promise<SessionAnswer>,
): (request: Request, reply: FastifyReply) => Promise<FastifyReply> {
  return async (request, reply) => {
    const message = signedMessageOf(request, baseUrl);
    const session = await guard.identify(message);
    try {
      await guard.admit(session, message);
      const answer = await work(session, request, reply);
      if (!('body' in answer)) return answer;
      return sendSigned(reply, 200, answer, session, message);
    } catch (error) {
      const coded = toCodedError(error, request.id);
      if (coded.facts.status >= 500) request.log.error({ err: coded.cause ?? coded }, 'the request failed');
      else request.log.info({ code: coded.code, detail: coded.detail }, 'the request was refused');
      const problem = toProblem(coded);
      const answer = { type: problemMediaType, body: encodeJson(problem) };
      return sendSigned(reply, problem.status, answer, session, message);
    }
  };
}

function sendSigned(
  reply: FastifyReply,
  status: number,
  { type, body }: { readonly type: string; readonly body: Uint8Array },
  session: ServiceSession,
  request: SignedMessage,
): FastifyReply {
  const signer = { label: 'session', handle: session.handle, audienceKey: session.macKey } as const;
  return reply.status(status).type(type).headers(signReply({ status, body, request }, signer)).send(body);
}
