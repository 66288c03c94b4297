import { connect as connectPlain } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { isErrorCode, type ErrorCode } from '../../src/errors/codes.ts';

export interface RawRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes as they go out behind the headers; taken no faster than the server reads. */
  readonly body: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;
  /** Whether the client says, at the end of `body`, that nothing more will come. */
  readonly halfClose?: boolean;
  readonly ca?: string;
}

export interface RawAnswer {
  readonly status: number;
  /** Of the problem document; undefined where the answer is none. */
  readonly code: ErrorCode | undefined;
  /** Bytes that went out before the server had enough. */
  readonly sent: number;
}

/** Sends a request that no HTTP library would, and waits until the server has closed the connection. */
export async function sendRaw(url: string, { method, headers, body, halfClose, ca }: RawRequest): Promise<RawAnswer> {
  const { hostname, port, pathname, protocol } = new URL(url);
  const target = { host: hostname, port: Number(port) };
  const socket =
    protocol === 'https:' ? connectSecure({ ...target, ...(ca === undefined ? {} : { ca }) }) : connectPlain(target);
  let received = '';
  let sent = 0;
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  // Not events.once, which rejects at an error: a server that has enough resets the connection.
  const next = (event: 'close' | 'data' | 'drain') => new Promise<void>((resolve) => socket.once(event, resolve));
  socket.on('error', () => undefined);
  const closed = next('close');
  const answered = Promise.race([next('data'), closed]);
  const fields = Object.entries({ host: `${hostname}:${port}`, accept: 'application/json', ...headers });
  socket.write(
    `${method} ${pathname} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  );
  for await (const bytes of body) {
    if (received !== '' || socket.destroyed) break;
    sent += bytes.length;
    if (!socket.write(bytes)) await Promise.race([next('drain'), answered]);
  }
  if (halfClose === true) socket.end();
  await closed;
  const [head = '', content = ''] = received.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1] ?? 0), code: codeIn(content), sent };
}

function codeIn(content: string): ErrorCode | undefined {
  const code: unknown = /"code":"([^"]*)"/.exec(content)?.[1];
  return isErrorCode(code) ? code : undefined;
}

/** A chunked body without an end. */
export function* endlessBody(): Generator<string> {
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  for (;;) yield chunk;
}
