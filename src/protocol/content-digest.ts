import { CodedError } from '../errors/coded-error.ts';
import { sha256Base64 } from './hash.ts';

/** The Content-Digest field of a content (RFC 9530, section 2), with sha-256 alone; a text counts as UTF-8. */
export function contentDigest(content: Uint8Array | string): string {
  return content.length === 0 ? digestOfNothing : fieldOf(content);
}

const fieldOf = (content: Uint8Array | string) => `sha-256=:${sha256Base64(content)}:`;

/** Most requests have no content. */
const digestOfNothing = fieldOf(new Uint8Array(0));

/** @throws signature.digest-mismatch */
export function checkContentDigest(field: string | undefined, content: Uint8Array): void {
  if (field !== contentDigest(content)) throw new CodedError('signature.digest-mismatch');
}
