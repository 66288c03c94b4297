import type { IncomingMessage, Server } from 'node:http';

/** How long the headers and the whole of a request may take, and how much the headers may hold. */
export interface ArrivalLimits {
  /** Bytes of all headers of a request. */
  readonly headerBytes: number;
  /** Seconds in which a whole request must have arrived. */
  readonly requestSeconds: number;
}

/** What Node wants to know when it makes the server; it looks for late requests only every 30 s where nothing is said. */
export const arrivalOptions = ({ headerBytes, requestSeconds }: ArrivalLimits) => ({
  maxHeaderSize: headerBytes,
  connectionsCheckingInterval: Math.min(requestSeconds, 1) * 1000,
});

/** Node takes the longer of its two time-outs for the whole request, and one for the headers alone is 60 s by itself. */
export function limitHeaders(server: Pick<Server, 'headersTimeout'>, { requestSeconds }: ArrivalLimits): void {
  server.headersTimeout = requestSeconds * 1000;
}

/** What is answered before its body has come would otherwise be read to its end, which may never be. */
export function hasMoreToCome(request: IncomingMessage): boolean {
  const { 'transfer-encoding': encoding, 'content-length': length = '0' } = request.headers;
  return (encoding !== undefined || length !== '0') && !request.complete;
}
