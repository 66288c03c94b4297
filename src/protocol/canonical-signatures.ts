import { authorityOf, type SignedBase, type SignedMessage } from './http-signatures.ts';

/*
 * The spelling in which `request-signatures.ts` writes signature fields, read and written without a parser for all that
 * RFC 9421 and RFC 9651 allow: a server does this for each request, and the parser takes many times as long as all the
 * rest. What is spelt otherwise is left to the parser; both come to the same.
 */
export interface CanonicalRequest {
  readonly received: SignedBase;
  readonly keyid: string;
  readonly nonce: string;
  readonly alg: string;
}

type Label = 'session' | 'device';
const isLabel = (label: string): label is Label => label === 'session' || label === 'device';

/** The one member of `Signature`: 32 bytes or 64, whose last character of base64 carries no stray bits. */
const signatureField = {
  session: /^session=:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=:$/,
  device: /^device=:[A-Za-z0-9+/]{85}[AQgw]==:$/,
} as const;
const inputField =
  /^(?:session|device)=\("@method" "@authority" "@target-uri" "content-digest"( "range")?\);keyid="([\w-]{1,80})";nonce="([\w-]{1,80})";alg="([\w-]{1,80})"$/;
/** What goes into the base as it is: no line breaks (RFC 9421, section 2.5), nothing to trim. */
const plain = /^[!-~]+$/;

/** The signature of a request that covers what the profile demands; undefined where it is spelt in another way, or something is amiss. */
export function readCanonicalRequest(label: string, message: SignedMessage): CanonicalRequest | undefined {
  const { method = '', targetUri = '', headers } = message;
  const { range, 'content-digest': digest = '', 'signature-input': input = '' } = headers;
  const signature = canonicalSignature(label, message);
  if (signature === undefined || !input.startsWith(`${label}=`)) return undefined;
  if (!plain.test(method) || !plain.test(digest) || !plain.test(targetUri)) return undefined;
  const [, rangeCovered, keyid, nonce, alg] = inputField.exec(input) ?? [];
  if (keyid === undefined || nonce === undefined || alg === undefined) return undefined;
  if ((rangeCovered === undefined) !== (range === undefined) || !plain.test(range ?? '-')) return undefined;
  const rangeLine = range === undefined ? '' : `"range": ${range}\n`;
  const base =
    `"@method": ${method}\n"@authority": ${authority(targetUri)}\n"@target-uri": ${targetUri}\n` +
    `"content-digest": ${digest}\n${rangeLine}"@signature-params": ${input.slice(label.length + 1)}`;
  return { received: { base, signature: signature.slice(1, -1) }, keyid, nonce, alg };
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

let lastField = '';

/** `:base64:` */
function canonicalSignature(label: string, { headers }: SignedMessage): string | undefined {
  const field = headers['signature'] ?? '';
  // A server asks twice for the same request: to check it, and to bind its reply to it.
  if (!isLabel(label) || !field.startsWith(label)) return undefined;
  if (field !== lastField && !signatureField[label].test(field)) return undefined;
  lastField = field;
  return field.slice(label.length + 1);
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
