import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** A way in which a program could let a secret out, and what an eavesdropper has to find then. */
export interface LeakKind {
  readonly kind: string;
  readonly spelling: string;
  readonly reading: string;
  /** An HTTP request; several parts travel in segments of their own. */
  request(secret: Buffer): readonly Buffer[];
}

const plain = 'as it was';
const bytes = (text: string) => Buffer.from(text, 'latin1');
const get = (query: string) => [bytes(`GET /health?said=${query} HTTP/1.1\r\nhost: leak\r\nconnection: close\r\n\r\n`)];
const field = (value: string) => [
  bytes(`GET /health HTTP/1.1\r\nhost: leak\r\nx-said: ${value}\r\nconnection: close\r\n\r\n`),
];
const post = (body: Buffer, fields = '') => [
  bytes(
    `POST /health HTTP/1.1\r\nhost: leak\r\nconnection: close\r\ncontent-length: ${body.byteLength}\r\n${fields}\r\n`,
  ),
  body,
];
const behind = (count: number, secret: Buffer) =>
  Buffer.concat([Buffer.alloc(count, 0x5a), secret, Buffer.alloc(5, 0x2e)]);
const halves = (secret: Buffer) => [secret.subarray(0, 7), secret.subarray(7)];
const escapes = (secret: Buffer, before: string) =>
  [...secret].map((byte) => `${before}${byte.toString(16).padStart(2, '0')}`).join('');

const aligned = (['base64', 'base64url'] as const).flatMap((alphabet) =>
  [0, 1, 2].map((offset): LeakKind => ({
    kind: `${alphabet} behind ${offset} other bytes`,
    spelling: `${alphabet} at ${offset}`,
    reading: plain,
    request: (secret) => field(behind(offset, secret).toString(alphabet)),
  })),
);

/** One of every class that the eavesdropper must see through. */
export const leakKinds: readonly LeakKind[] = [
  ...aligned,
  {
    kind: 'raw, in two segments',
    spelling: 'raw',
    reading: plain,
    request: (secret) => {
      const [first = secret, second = secret] = halves(secret);
      const [head = secret] = post(secret);
      return [Buffer.concat([head, first]), second];
    },
  },
  { kind: 'hex', spelling: 'hex', reading: plain, request: (secret) => get(secret.toString('hex')) },
  { kind: 'HEX', spelling: 'HEX', reading: plain, request: (secret) => field(secret.toString('hex').toUpperCase()) },
  {
    kind: 'JSON escapes',
    spelling: 'raw',
    reading: 'JSON unescaped',
    request: (secret) => post(bytes(`{"said":"${escapes(secret, '\\u00')}"}`), 'content-type: application/json\r\n'),
  },
  {
    kind: 'percent-encoded',
    spelling: 'raw',
    reading: 'percent-decoded',
    request: (secret) => get(escapes(secret, '%')),
  },
  {
    kind: 'base64 in lines, as in mail',
    spelling: 'base64 at 0',
    reading: 'unbroken',
    request: (secret) => post(bytes(secret.toString('base64').replaceAll(/(.{12})/g, '$1\r\n'))),
  },
  {
    kind: 'compressed',
    spelling: 'raw',
    reading: plain,
    request: (secret) => post(gzipSync(behind(900, secret)), 'content-encoding: gzip\r\n'),
  },
  {
    kind: 'cut by the framing of chunks',
    spelling: 'raw',
    reading: plain,
    request: (secret) => [
      bytes('POST /health HTTP/1.1\r\nhost: leak\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n'),
      ...halves(secret).map((half) =>
        Buffer.concat([bytes(`${half.byteLength.toString(16)}\r\n`), half, bytes('\r\n')]),
      ),
      bytes('0\r\n\r\n'),
    ],
  },
  {
    kind: 'a typed array as JSON',
    spelling: 'object of numbers',
    reading: plain,
    request: (secret) => post(bytes(JSON.stringify(new Uint8Array(secret)))),
  },
  {
    kind: 'a Buffer as JSON',
    spelling: 'list of numbers',
    reading: plain,
    request: (secret) => post(bytes(JSON.stringify(secret))),
  },
];

/** Lets a secret out on the way to a server. @returns the `address:port` that it came from */
export async function leak(kind: LeakKind, secret: Buffer, port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  const from = `127.0.0.1:${socket.localPort}`;
  const closed = new Promise((resolve) => socket.once('close', resolve));
  // A server may answer, and close, before it has read all.
  socket.on('error', () => socket.destroy());
  for (const part of kind.request(secret)) {
    socket.write(part);
    // A packet of its own, and the next one before the server can have answered.
    await nextTurn();
  }
  socket.resume();
  await closed;
  return from;
}
