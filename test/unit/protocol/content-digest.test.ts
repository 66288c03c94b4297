import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/protocol/bytes.ts';
import { checkContentDigest, contentDigest } from '../../../src/protocol/content-digest.ts';
import { codeOf } from '../../support/coded.ts';

describe('Content-Digest', () => {
  // RFC 9530, appendix B.1, B.2 and D; RFC 9421, appendix B.2 (the first without the line feed)
  it.each([
    ['{"hello": "world"}\n', 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:'],
    ['', 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:'],
    ['{"hello": "world"}', 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:'],
  ])('of %j is the published one', (content, field) => {
    expect(contentDigest(utf8(content))).toBe(field);
    expect(codeOf(() => checkContentDigest(field, utf8(content)))).toBeUndefined();
    expect(codeOf(() => checkContentDigest(field, utf8(`${content} `)))).toBe('signature.digest-mismatch');
  });

  it('is needed, and is sha-256 alone', () => {
    for (const field of [undefined, '', 'sha-256=::', 'sha-512=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:']) {
      expect(codeOf(() => checkContentDigest(field, utf8('')))).toBe('signature.digest-mismatch');
    }
  });
});
