import { CodedError } from '../errors/coded-error.ts';
import { equalBytes, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';

/** The Content-Digest field of a content (RFC 9530, section 2), with sha-256 alone. */
export function contentDigest(content: Uint8Array): string {
  return `sha-256=:${Buffer.from(sha256(content)).toString('base64')}:`;
}

/** @throws signature.digest-mismatch */
export function checkContentDigest(field: string | undefined, content: Uint8Array): void {
  if (field === undefined || !equalBytes(utf8(field), utf8(contentDigest(content)))) {
    throw new CodedError('signature.digest-mismatch');
  }
}
