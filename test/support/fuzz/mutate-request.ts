import { utf8 } from '../../../src/protocol/bytes.ts';
import { mutateBytes, mutateJsonBytes } from './mutate.ts';
import type { Random } from './random.ts';

/** A request as it was recorded. */
export interface RecordedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

type Lines = { method: string; path: string; version: string; fields: [string, string][]; body: Uint8Array };

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'get',
  'BREW',
  '',
] as const;
const versions = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9', 'HTTP/1.1 ', ''] as const;
const paths = [
  '/',
  '//',
  '/%',
  '/%00',
  '/%ff%fe',
  '/../../etc/passwd',
  '/v1/%2e%2e/health',
  '*',
  'http://other/health',
  '/?%',
];
const hostileFields: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['host', 'a'],
  ['host', ''],
  ['host', '[::1'],
  ['content-length', '0'],
  ['content-length', '5'],
  ['content-length', '-1'],
  ['content-length', '99999999999999999999'],
  ['content-length', '70000'],
  ['transfer-encoding', 'chunked'],
  ['transfer-encoding', 'gzip, chunked'],
  ['expect', '100-continue'],
  ['expect', 'something else'],
  ['upgrade', 'h2c'],
  ['connection', 'upgrade, http2-settings'],
  ['connection', 'close'],
  ['content-type', 'application/json'],
  ['content-type', 'application/json; charset=utf-16'],
  ['content-type', 'text/plain'],
  ['content-type', 'application/x-www-form-urlencoded'],
  ['content-type', 'multipart/form-data; boundary=x'],
  ['content-type', '/;;;='],
  ['content-encoding', 'gzip'],
  ['accept', 'text/html'],
  ['accept', '\u0001'],
  ['accept-language', 'ja;q=NaN,en;q=-1,,;'],
  ['accept-language', 'a,'.repeat(3_000)],
  ['cookie', '__Host-form=; language=ja; =; ;'],
  ['cookie', `language=__proto__; ${'x='.repeat(2_000)}`],
  ['naviterm-protocol', '2'],
  ['naviterm-protocol', '1, 1'],
  ['naviterm-nonce', 'A'],
  ['signature', 'session=:AAAA:'],
  ['signature-input', 'session=();keyid="a";nonce="1";alg="hmac-sha256"'],
  ['signature-input', 'session'],
  ['content-digest', 'sha-256=::'],
  ['range', 'bytes=0-'],
  ['range', 'bytes=5-1,7-'],
  ['if-none-match', '*'],
  ['x-forwarded-for', '1.2.3.4'],
  ['x-http-method-override', 'DELETE'],
  ['__proto__', 'a'],
  ['constructor', 'a'],
  ['x-long', 'x'.repeat(20_000)],
  ['x bad', 'a'],
  ['x-null', 'a\0b'],
];

/** The bytes of a recorded request, changed at the level of HTTP: its line, its fields, its framing or its content. */
export function mutateRequest(
  request: RecordedRequest,
  random: Random,
  others: readonly RecordedRequest[],
): Uint8Array {
  const { host = '', ...fields } = request.headers;
  const lines: Lines = {
    method: request.method,
    path: request.path,
    version: 'HTTP/1.1',
    fields: [['host', host], ...Object.entries(fields).filter(([name]) => name !== 'content-length')],
    body: request.body,
  };
  let framing: 'honest' | 'chunked' | 'none' = 'honest';
  for (let left = 1 + random.below(2); left > 0; left -= 1) {
    switch (random.below(9)) {
      case 0:
        lines.method = random.pick(methods);
        break;
      case 1:
        lines.path = random.chance(3) ? (random.pick(paths) ?? '/') : changedText(lines.path, random);
        break;
      case 2:
        lines.version = random.pick(versions);
        break;
      case 3:
        lines.fields.splice(random.below(lines.fields.length), 1);
        break;
      case 4: {
        const [name, value] = random.pick(hostileFields);
        if (random.chance(2)) lines.fields = lines.fields.filter(([other]) => other !== name);
        lines.fields.push([name, value]);
        break;
      }
      case 5: {
        const field = random.pick(lines.fields);
        if (field !== undefined) field[1] = changedText(field[1], random);
        break;
      }
      case 6:
        framing = random.pick(['chunked', 'none']);
        break;
      default:
        lines.body = changedBody(request, random, others);
    }
  }
  const bytes = written(lines, framing);
  if (random.chance(12)) return Buffer.concat([bytes, bytes]);
  if (random.chance(8)) return mutateBytes(bytes, random, []);
  return bytes;
}

/** The request as it was recorded. */
export function honestRequest({ method, path, headers, body }: RecordedRequest): Uint8Array {
  return written({ method, path, version: 'HTTP/1.1', fields: Object.entries(headers), body }, 'honest');
}

function changedBody(request: RecordedRequest, random: Random, others: readonly RecordedRequest[]): Uint8Array {
  const donors = others.map(({ body }) => body).filter(({ byteLength }) => byteLength > 0);
  const isJson = request.headers['content-type']?.includes('json') === true;
  return (isJson ? mutateJsonBytes : mutateBytes)(request.body, random, donors);
}

const changedText = (text: string, random: Random): string =>
  Buffer.from(mutateBytes(utf8(text), random))
    .toString('latin1')
    .slice(0, 30_000);

function written({ method, path, version, fields, body }: Lines, framing: 'honest' | 'chunked' | 'none'): Uint8Array {
  const head = [`${method} ${path} ${version}`, ...fields.map(([name, value]) => `${name}: ${value}`)];
  if (framing === 'chunked') head.push('transfer-encoding: chunked');
  if (framing === 'honest' && (body.byteLength > 0 || method === 'POST'))
    head.push(`content-length: ${body.byteLength}`);
  const content =
    framing === 'chunked'
      ? Buffer.concat([utf8(`${body.byteLength.toString(16)}\r\n`), body, utf8('\r\n0\r\n\r\n')])
      : body;
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), content]);
}
