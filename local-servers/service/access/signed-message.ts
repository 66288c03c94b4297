import type { FastifyRequest } from 'fastify';
import type { SignedMessage } from '../../../src/protocol/http-signatures.ts';

/** A request as its signature covers it, under this server's own authority: what the request says of it counts nothing. */
export function signedMessageOf(request: FastifyRequest, baseUrl: string): SignedMessage {
  return {
    method: request.method,
    targetUri: baseUrl + request.url,
    // Of several fields of one name Node makes one; only Set-Cookie, which no request has, stays a list.
    headers: request.headers as Readonly<Record<string, string | undefined>>,
  };
}

export const isSigned = ({ headers }: SignedMessage): boolean =>
  headers['signature'] !== undefined || headers['signature-input'] !== undefined;
