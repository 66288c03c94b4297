import { authorityOf, type SignedBase, type SignedMessage } from './http-signatures.ts';

/*
 * The spelling in which `request-signatures.ts` writes signature fields, read and written without a parser for all that
 * RFC 9421 and RFC 9651 allow: a server does this for each request, and the parser takes many times as long as all the
 * rest, regular expressions still as long as the MAC. What is spelt otherwise is left to the parser; both come to the same.
 */
export interface CanonicalRequest {
  readonly received: SignedBase;
  readonly keyid: string;
  readonly nonce: string;
  readonly alg: string;
}

type Label = 'session' | 'device';
const isLabel = (label: string): label is Label => label === 'session' || label === 'device';

/** Bytes of a signature. */
const signatureBytes = { session: 32, device: 64 } as const;
const covered = '("@method" "@authority" "@target-uri" "content-digest"';
const inputStart = { session: `session=${covered}`, device: `device=${covered}` } as const;
const rangeCovered = ' "range"';

/** The signature of a request that covers what the profile demands; undefined where it is spelt in another way, or something is amiss. */
export function readCanonicalRequest(label: string, message: SignedMessage): CanonicalRequest | undefined {
  const { method, targetUri, headers } = message;
  const { range, 'content-digest': digest } = headers;
  const signature = canonicalSignature(label, message);
  if (!isLabel(label) || signature === undefined) return undefined;
  if (!isPlain(method) || !isPlain(digest) || !isPlain(targetUri) || (range !== undefined && !isPlain(range))) {
    return undefined;
  }
  const input = headers['signature-input'] ?? '';
  if (!input.startsWith(inputStart[label])) return undefined;
  const components = inputStart[label].length + (range === undefined ? 0 : rangeCovered.length);
  if (range !== undefined && !input.startsWith(rangeCovered, inputStart[label].length)) return undefined;
  const keyid = quoted(input, ');keyid="', components);
  const nonce = quoted(input, ';nonce="', keyid?.end);
  const alg = quoted(input, ';alg="', nonce?.end);
  if (keyid === undefined || nonce === undefined || alg?.end !== input.length) return undefined;
  const rangeLine = range === undefined ? '' : `"range": ${range}\n`;
  return {
    received: {
      base:
        `"@method": ${method}\n"@authority": ${authority(targetUri)}\n"@target-uri": ${targetUri}\n` +
        `"content-digest": ${digest}\n${rangeLine}"@signature-params": ${input.slice(label.length + 1)}`,
      signature: Buffer.from(signature.slice(1, -1), 'base64'),
    },
    keyid: keyid.value,
    nonce: nonce.value,
    alg: alg.value,
  };
}

/** Parameters and base of a reply's signature; undefined where the request's is spelt in another way. */
export function canonicalReply(
  label: string,
  reply: { readonly status: number; readonly digest: string; readonly request: SignedMessage },
  keyid: string,
  alg: string,
): { readonly input: string; readonly base: string } | undefined {
  const signature = canonicalSignature(label, reply.request);
  if (signature === undefined) return undefined;
  const bound = `"signature";req;key="${label}"`;
  const parameters = `("@status" "content-digest" ${bound});keyid="${keyid}";alg="${alg}"`;
  return {
    input: `${label}=${parameters}`,
    base:
      `"@status": ${reply.status}\n"content-digest": ${reply.digest}\n` +
      `${bound}: ${signature}\n"@signature-params": ${parameters}`,
  };
}

/** What stands after `name` up to the next quote, where it is a short word. */
function quoted(input: string, name: string, at: number | undefined): { value: string; end: number } | undefined {
  if (at === undefined || !input.startsWith(name, at)) return undefined;
  const start = at + name.length;
  const quote = input.indexOf('"', start);
  const length = quote - start;
  if (length < 1 || length > 80) return undefined;
  for (let index = start; index < quote; index++) if (!isWord(input.charCodeAt(index))) return undefined;
  return { value: input.slice(start, quote), end: quote + 1 };
}

/** `:base64:` */
function canonicalSignature(label: string, { headers }: SignedMessage): string | undefined {
  if (!isLabel(label)) return undefined;
  const field = headers['signature'] ?? '';
  const value = field.slice(label.length + 1);
  return field.startsWith(label) && field[label.length] === '=' && isByteSequence(value, signatureBytes[label])
    ? value
    : undefined;
}

/** A byte sequence of RFC 9651 in its one spelling: the last character carries no stray bits. */
function isByteSequence(value: string, bytes: number): boolean {
  const characters = Math.ceil((bytes * 8) / 6);
  const padding = '='.repeat((3 - (bytes % 3)) % 3);
  const end = 1 + characters;
  if (!value.startsWith(':') || value.slice(end) !== `${padding}:`) return false;
  let last = 0;
  for (let index = 1; index < end; index++) {
    last = base64Value(value.charCodeAt(index));
    if (last < 0) return false;
  }
  return last % (1 << (characters * 6 - bytes * 8)) === 0;
}

function base64Value(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  if (code >= 0x61 && code <= 0x7a) return code - 0x61 + 26;
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 52;
  if (code === 0x2b) return 62;
  return code === 0x2f ? 63 : -1;
}

/** A letter, a digit, `-` or `_`. */
function isWord(code: number): boolean {
  return code === 0x2d || code === 0x5f || (code !== 0x2b && code !== 0x2f && base64Value(code) >= 0);
}

/** A value that goes into the base as it is: no line breaks (RFC 9421, section 2.5), nothing to trim. */
function isPlain(value: string | undefined): value is string {
  if (value === undefined || value === '') return false;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code < 0x21 || code > 0x7e) return false;
  }
  return true;
}

let lastOrigin = '';
let lastAuthority = '';

/** Most requests of a server name the same origin. */
function authority(targetUri: string): string {
  if (lastOrigin !== '' && targetUri.startsWith(lastOrigin) && targetUri[lastOrigin.length] === '/')
    return lastAuthority;
  const origin = /^https?:\/\/[^/?#]*/.exec(targetUri)?.[0];
  if (origin === undefined) return authorityOf(targetUri);
  [lastOrigin, lastAuthority] = [origin, authorityOf(origin)];
  return lastAuthority;
}
