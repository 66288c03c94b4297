import { CodedError } from '../errors/coded-error.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from '../protocol/transport.ts';

/** HTTP by Node's own fetch: no redirects (an answer comes from the server that was asked, or not at all). */
export const httpTransport: HttpTransport = async (request) => {
  const ending = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    ending.abort();
  }, request.timeout * 1000);
  const cancel = () => ending.abort();
  request.signal?.addEventListener('abort', cancel);
  try {
    if (request.signal?.aborted === true) ending.abort();
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal: ending.signal,
      // fetch wants bytes over an ArrayBuffer of their own; Node's Buffers may share one.
      ...(request.body === undefined ? {} : { body: new Uint8Array(request.body) }),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await readBody(response, request),
    };
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    if (request.signal?.aborted === true) throw new CodedError('terminal.cancelled', { cause });
    throw new CodedError(timedOut ? 'network.timeout' : 'network.unreachable', { detail: originOf(request), cause });
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', cancel);
  }
};

async function readBody(response: Response, request: HttpRequest): Promise<HttpResponse['body']> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = response.body ?? [];
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > request.maximumBytes) {
      throw new CodedError('network.answer-invalid', { detail: `the answer exceeds ${request.maximumBytes} bytes` });
    }
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function originOf(request: HttpRequest): string {
  return /^https?:\/\/[^/?#]*/.exec(request.url)?.[0] ?? 'not an address';
}
