import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import { problemMediaType, toProblem, type Problem } from '../../src/errors/problem.ts';

/** A page for people instead of a problem document, where the request did not ask for JSON. */
export type ProblemPage = (request: FastifyRequest, reply: FastifyReply, problem: Problem) => string;

/** What the outside hears of an error: words of our own only; anything unforeseen is `server.internal`. */
export function toCodedError(error: unknown, requestId: string): CodedError {
  if (error instanceof CodedError) return error;
  const { code, statusCode, validation, validationContext } = error as {
    code?: unknown;
    statusCode?: unknown;
    validation?: readonly { instancePath?: string; message?: string }[];
    validationContext?: string;
  };
  if (validation !== undefined) {
    const [first] = validation;
    const place = `${validationContext ?? 'request'}${first?.instancePath ?? ''}`;
    return new CodedError('request.malformed', {
      detail: `${place} ${first?.message ?? 'does not fit'}`,
      cause: error,
    });
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new CodedError('request.too-large', { cause: error });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return malformed('the media type of the body is not taken here', error);
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return malformed('the address, a header or the body cannot be read', error);
  }
  return new CodedError('server.internal', { detail: `request ${requestId}`, cause: error });
}

/** Answers with a problem document (RFC 9457), or with a page for a browser where the role has one. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  page?: ProblemPage,
): FastifyReply {
  const coded = toCodedError(error, request.id);
  const problem = toProblem(coded);
  // The cause may quote what was sent, so it is logged only where the fault is the server's own.
  if (problem.status >= 500) request.log.error({ err: coded.cause ?? coded, code: coded.code }, 'the request failed');
  else request.log.info({ code: coded.code, detail: coded.detail }, 'the request was refused');
  reply.status(problem.status);
  if (problem.retryAfter !== undefined) reply.header('retry-after', Math.ceil(problem.retryAfter));
  if (page !== undefined && !asksForJson(request))
    return reply.type('text/html; charset=utf-8').send(page(request, reply, problem));
  return reply.type(problemMediaType).serializer(JSON.stringify).send(problem);
}

export function asksForJson(request: FastifyRequest): boolean {
  return /\bapplication\/(problem\+)?json\b/.test(request.headers.accept ?? '');
}

/** What cannot even be parsed as a request is answered on the bare connection. */
export function answerBrokenRequest(error: { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const code: ErrorCode =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'request.too-large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request.timeout'
        : 'request.malformed';
  const problem = toProblem(new CodedError(code));
  const body = JSON.stringify(problem);
  // A response that has begun cannot be mended: closing it tells the client.
  const { _httpMessage: begun } = socket as Socket & { _httpMessage?: ServerResponse };
  if (begun?.headersSent !== true) {
    socket.write(
      `HTTP/1.1 ${problem.status} ${code}\r\ncontent-type: ${problemMediaType}\r\nconnection: close\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

function malformed(detail: string, cause: unknown): CodedError {
  return new CodedError('request.malformed', { detail, cause });
}
