import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, LogLevel } from 'fastify';
import { problemMediaType, toProblem } from '../../../src/errors/problem.ts';
import { signReply } from '../../../src/protocol/request-signatures.ts';
import { toCodedError } from '../../kit/problems.ts';
import type { Guard } from '../access/guard.ts';
import type { ServiceSession } from '../access/sessions.ts';
import { signedMessageOf } from '../access/signed-message.ts';

/**
 * Text that is signed for the session that asked. Not bytes: Node sends headers and a text in one piece, and bytes in a
 * second one, which costs as much as all the checks.
 */
export interface SignedAnswer {
  readonly type: string;
  readonly body: string;
}

/** What proves itself, and so is not signed: sealed chunks. */
export interface SelfProvingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly payload: Uint8Array | Readable;
}

export const jsonAnswer = (content: unknown): SignedAnswer => ({
  type: 'application/json',
  body: JSON.stringify(content),
});

/** Addresses that are asked for thousands of times in one download are not logged one by one. */
export function quietly(app: FastifyInstance): { readonly logLevel: LogLevel } {
  const level = app.log.level as LogLevel;
  return { logLevel: level === 'info' || level === 'debug' || level === 'trace' ? 'warn' : level };
}

/**
 * A handler behind the guard. What it answers is signed with the request's signature bound in, refusals too, as soon as
 * it is known whose request it is; before that, a refusal proves nothing and is taken as such.
 */
export function behindGuard<Request extends FastifyRequest>(
  guard: Guard,
  baseUrl: string,
  work: (session: ServiceSession, request: Request) => Promise<SignedAnswer | SelfProvingAnswer>,
): (request: Request, reply: FastifyReply) => Promise<string | Uint8Array | Readable> {
  return async (request, reply) => {
    const message = signedMessageOf(request, baseUrl);
    const session = await guard.identify(message);
    let status = 200;
    let answer: SignedAnswer | SelfProvingAnswer;
    try {
      await guard.admit(session, message);
      answer = await work(session, request);
    } catch (error) {
      const coded = toCodedError(error, request.id);
      if (coded.facts.status >= 500) request.log.error({ err: coded.cause ?? coded }, 'the request failed');
      else request.log.info({ code: coded.code, detail: coded.detail }, 'the request was refused');
      status = coded.facts.status;
      answer = { type: problemMediaType, body: JSON.stringify(toProblem(coded)) };
    }
    if ('payload' in answer) {
      reply.status(answer.status).headers(answer.headers);
      return answer.payload;
    }
    const { type, body } = answer;
    const signer = { label: 'session', handle: session.handle, audienceKey: session.macKey } as const;
    const fields = signReply({ status, body, request: message }, signer);
    reply.status(status).headers({ 'content-type': type, ...fields });
    return body;
  };
}
