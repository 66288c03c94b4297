import type { IncomingMessage, Server } from 'node:http';
import { CodedError } from '../../src/errors/coded-error.ts';

/** How long the headers and the whole of a request may take, and how much the headers may hold. */
export interface ArrivalLimits {
  /** Bytes of all headers of a request. */
  readonly headerBytes: number;
  /** Seconds in which a whole request must have arrived. */
  readonly requestSeconds: number;
}

/**
 * What Node wants to know when it makes the server. It takes the longer of its two time-outs for the whole request, and the
 * one for the headers is 60 s where nothing is said; it looks for late requests only every 30 s then.
 */
export const arrivalOptions = ({ headerBytes, requestSeconds }: ArrivalLimits) => ({
  maxHeaderSize: headerBytes,
  headersTimeout: requestSeconds * 1000,
  requestTimeout: requestSeconds * 1000,
  connectionsCheckingInterval: Math.min(requestSeconds, 1) * 1000,
  // Node's own refusal is no problem document; see `assertHost`.
  requireHostHeader: false,
});

/** RFC 9112, section 3.2: a request in HTTP/1.1 names its host. @throws request.malformed */
export function assertHost({ httpVersion, headers }: IncomingMessage): void {
  if (httpVersion !== '1.1' || headers.host !== undefined) return;
  throw new CodedError('request.malformed', { detail: 'the field Host is missing' });
}

/** RFC 9110, section 10.1.1: an expectation that is not known need not be refused; Node would, without a problem document. */
export function ignoreExpectations(server: Server): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** What is answered before its body has come would otherwise be read to its end, which may never be. */
export function hasMoreToCome(request: IncomingMessage): boolean {
  const { 'transfer-encoding': encoding, 'content-length': length = '0' } = request.headers;
  return (encoding !== undefined || length !== '0') && !request.complete;
}
