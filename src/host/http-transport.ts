import { request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { CodedError } from '../errors/coded-error.ts';
import { giveBack } from '../protocol/bytes.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from '../protocol/transport.ts';

/**
 * HTTP by Node's own client: no redirects (an answer comes from the server that was asked, or not at all), connections kept
 * for the next request. Not by `fetch`, which costs as much for each chunk of a map as everything else that is done with it.
 */
export const httpTransport: HttpTransport = (request) =>
  new Promise((resolve, reject) => {
    let outgoing: ClientRequest | undefined;
    let settled = false;
    const settle = (outcome: () => void) => {
      settled = true;
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', cancel);
      outcome();
    };
    const fail = (cause: unknown) => {
      if (settled) return;
      settle(() => reject(codedFailure(request, cause)));
      outgoing?.destroy();
    };
    const late = () => fail(new CodedError('network.timeout', { detail: originOf(request) }));
    const cancel = () => fail(new CodedError('terminal.cancelled'));
    const timer = setTimeout(late, request.timeout * 1000);
    request.signal?.addEventListener('abort', cancel);
    if (request.signal?.aborted === true) return cancel();
    try {
      outgoing = start(request);
    } catch (cause) {
      return fail(cause);
    }
    outgoing.on('error', fail);
    outgoing.on('response', (response) =>
      readBody(response, request, fail, (body) =>
        settle(() => resolve({ status: response.statusCode ?? 0, headers: headersOf(response), body })),
      ),
    );
    // Where the other side wants to talk something else than HTTP, Node ends the request without a word.
    outgoing.on('close', () => fail(undefined));
    outgoing.end(request.body);
  });

/** @throws TypeError where the address or a header is none */
function start({ url, method, headers }: HttpRequest): ClientRequest {
  const send = url.startsWith('https:') ? secureRequest : plainRequest;
  return send(url, { method, headers });
}

function readBody(
  response: IncomingMessage,
  { maximumBytes, into }: HttpRequest,
  fail: (cause: unknown) => void,
  done: (body: HttpResponse['body']) => void,
): void {
  const declared = Number(response.headers['content-length']);
  const place = into !== undefined && declared <= into.byteLength ? into : undefined;
  const parts: Uint8Array[] = [];
  /** What the connection read into, anew each time; nothing follows an answer before the next request. */
  const received = new Set<ArrayBufferLike>();
  let length = 0;
  response.on('data', (part: Uint8Array) => {
    if (length + part.byteLength > maximumBytes)
      return fail(new CodedError('network.answer-invalid', { detail: `the answer exceeds ${maximumBytes} bytes` }));
    if (place === undefined) parts.push(part);
    else {
      place.set(part, length);
      received.add(part.buffer);
    }
    length += part.byteLength;
  });
  response.on('error', fail);
  response.on('end', () => {
    for (const memory of received) giveBack(memory);
    done(place?.subarray(0, length) ?? Buffer.concat(parts));
  });
}

function headersOf({ headers }: IncomingMessage): HttpResponse['headers'] {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) fields[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return fields;
}

function codedFailure(request: HttpRequest, cause: unknown): CodedError {
  if (cause instanceof CodedError) return cause;
  return new CodedError('network.unreachable', { detail: originOf(request), cause });
}

function originOf(request: HttpRequest): string {
  return /^https?:\/\/[^/?#]*/.exec(request.url)?.[0] ?? 'not an address';
}
