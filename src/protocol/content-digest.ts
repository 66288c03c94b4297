import { CodedError } from '../errors/coded-error.ts';
import { sha256 } from './hash.ts';

/** The Content-Digest field of a content (RFC 9530, section 2), with sha-256 alone. */
export function contentDigest(content: Uint8Array): string {
  return content.byteLength === 0 ? digestOfNothing : fieldOf(content);
}

const fieldOf = (content: Uint8Array) => `sha-256=:${Buffer.from(sha256(content)).toString('base64')}:`;

/** Most requests have no content. */
const digestOfNothing = fieldOf(new Uint8Array(0));

/** @throws signature.digest-mismatch */
export function checkContentDigest(field: string | undefined, content: Uint8Array): void {
  if (field !== contentDigest(content)) throw new CodedError('signature.digest-mismatch');
}
