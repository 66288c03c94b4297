import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest, LogLevel } from 'fastify';
import { problemMediaType, toProblem } from '../../../src/errors/problem.ts';
import type { SignedMessage } from '../../../src/protocol/http-signatures.ts';
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
  /** 200 where absent. */
  readonly status?: number;
  readonly type: string;
  readonly body: string;
  /** Its Content-Digest, where it is known already. */
  readonly digest?: string;
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

type Answer = SignedAnswer | SelfProvingAnswer;

/**
 * A handler behind the guard. What it answers is signed with the request's signature bound in, refusals too, as soon as
 * it is known whose request it is; before that, a refusal proves nothing and is taken as such. What is known at once is
 * answered at once: each promise on the way costs every request a turn of their queue.
 */
export function behindGuard<Request extends FastifyRequest>(
  guard: Guard,
  baseUrl: string,
  work: (session: ServiceSession, request: Request) => Answer | Promise<Answer>,
): (request: Request, reply: FastifyReply) => Payload | Promise<Payload> {
  return (request, reply) => {
    const message = signedMessageOf(request, baseUrl);
    const asking = guard.identify(message);
    return asking instanceof Promise ? asking.then(answerIn) : answerIn(asking);

    function answerIn(session: ServiceSession): Payload | Promise<Payload> {
      const send = (answer: Answer) => sent(answer, session, message, reply);
      let answer: Answer | Promise<Answer>;
      try {
        const admitted = guard.admit(session, message);
        answer = admitted === undefined ? work(session, request) : admitted.then(() => work(session, request));
      } catch (error) {
        return send(refusal(error, request));
      }
      return answer instanceof Promise ? answer.then(send, (error) => send(refusal(error, request))) : send(answer);
    }
  };
}

type Payload = string | Uint8Array | Readable;

function refusal(error: unknown, request: FastifyRequest): SignedAnswer {
  const coded = toCodedError(error, request.id);
  if (coded.facts.status >= 500) request.log.error({ err: coded.cause ?? coded }, 'the request failed');
  else request.log.info({ code: coded.code, detail: coded.detail }, 'the request was refused');
  return { status: coded.facts.status, type: problemMediaType, body: JSON.stringify(toProblem(coded)) };
}

/** @returns what Fastify sends */
function sent(answer: Answer, session: ServiceSession, message: SignedMessage, reply: FastifyReply): Payload {
  if ('payload' in answer) {
    reply.status(answer.status).headers(answer.headers);
    return answer.payload;
  }
  const { status = 200, type, body, digest } = answer;
  const signer = { label: 'session', handle: session.handle, audienceKey: session.macKey } as const;
  const fields = signReply({ status, body, digest, request: message }, signer);
  reply.status(status).header('content-type', type).headers(fields);
  return body;
}
