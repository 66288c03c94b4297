import { authorityOf, type Component, type ReceivedSignature, type SignedMessage } from './http-signatures.ts';

/*
 * The spelling in which `request-signatures.ts` writes signature fields, read and written without a parser for all that
 * RFC 9421 and RFC 9651 allow: a server does this for each request, and the parser takes several times as long as all
 * the rest. What is spelt otherwise is left to the parser; both come to the same base.
 */
const requestInput =
  /^(session|device)=(\("@method" "@authority" "@target-uri" "content-digest"( "range")?\);keyid="([\w-]{1,80})";nonce="([\w-]{1,80})";alg="([\w-]{1,20})")$/;
// 32 and 64 bytes as base64 in its one spelling: the last character carries no stray bits.
const signatureField = {
  session: /^session=(:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=:)$/,
  device: /^device=(:[A-Za-z0-9+/]{85}[AQgw]==:)$/,
} as const;

const components = ['@method', '@authority', '@target-uri', 'content-digest'].map((name): Component => ({ name }));
const componentsWithRange: readonly Component[] = [...components, { name: 'range' }];

/** The signature of a request; undefined where it is spelt in another way, or something is amiss. */
export function readCanonicalRequest(label: string, message: SignedMessage): ReceivedSignature | undefined {
  const { targetUri, headers } = message;
  const method = plainValue(message.method);
  const digest = plainValue(headers['content-digest']);
  const range = plainValue(headers['range']);
  const input = requestInput.exec(headers['signature-input'] ?? '');
  const signature = canonicalSignature(label, message);
  if (input?.[1] !== label || signature === undefined || method === undefined || digest === undefined) return undefined;
  if (plainValue(targetUri) === undefined || targetUri === undefined) return undefined;
  const [, , parameters, hasRange, keyid, nonce, alg] = input;
  if ((hasRange === undefined) !== (headers['range'] === undefined)) return undefined;
  if (hasRange !== undefined && range === undefined) return undefined;
  const rangeLine = range === undefined ? '' : `"range": ${range}\n`;
  return {
    components: range === undefined ? components : componentsWithRange,
    parameters: new Map([
      ['keyid', keyid],
      ['nonce', nonce],
      ['alg', alg],
    ]),
    base:
      `"@method": ${method}\n"@authority": ${authority(targetUri)}\n"@target-uri": ${targetUri}\n` +
      `"content-digest": ${digest}\n${rangeLine}"@signature-params": ${parameters}`,
    signature: Buffer.from(signature.slice(1, -1), 'base64'),
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

/** `:base64:` */
function canonicalSignature(label: string, { headers }: SignedMessage): string | undefined {
  if (label !== 'session' && label !== 'device') return undefined;
  return signatureField[label].exec(headers['signature'] ?? '')?.[1];
}

/** A value that goes into the base as it is: no line breaks (RFC 9421, section 2.5), nothing to trim. */
function plainValue(value: string | undefined): string | undefined {
  return value !== undefined && /^[\x21-\x7e]+$/.test(value) ? value : undefined;
}

let lastOrigin = '';
let lastAuthority = '';

/** Most requests of a server name the same origin. */
function authority(targetUri: string): string {
  const origin = /^https?:\/\/[^/?#]*/.exec(targetUri)?.[0] ?? targetUri;
  if (origin !== lastOrigin) [lastOrigin, lastAuthority] = [origin, authorityOf(origin)];
  return lastAuthority;
}
