import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { HttpUrl, ServerId, Bytes, BytesUpTo, MakerId } from '../../../src/contract/primitives.ts';
import { check } from '../../../src/contract/check.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { codeOf } from '../../support/coded.ts';

const Login = Type.Object(
  { user: Type.String({ maxLength: 5 }), password: Type.String({ pattern: '^[a-z]+$' }) },
  { additionalProperties: false },
);
const fits = (schema: Parameters<typeof check>[0], value: unknown) =>
  codeOf(() => check(schema, value, 'request.malformed')) === undefined;

describe('check', () => {
  it('gives the value itself where it fits', () => {
    const value = { user: 'a', password: 'b' };
    expect(check(Login, value, 'request.malformed')).toBe(value);
  });

  it('names the place, never the value', () => {
    try {
      check(Login, { user: 'a', password: 'HUNTER2' }, 'request.malformed');
      expect.fail('it does not fit');
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      expect(error.detail).toContain('/password');
      expect(`${error.message} ${JSON.stringify(error.info)}`).not.toContain('HUNTER2');
    }
  });

  it('refuses what is missing, foreign or of another type', () => {
    for (const value of [
      {},
      { user: 'a' },
      { user: 'a', password: 'b', more: 1 },
      { user: 1, password: 'b' },
      null,
      undefined,
      [],
    ]) {
      expect(codeOf(() => check(Login, value, 'document.malformed'))).toBe('document.malformed');
    }
  });
});

describe('a schema that is used again', () => {
  it('says the same when it was compiled meanwhile', () => {
    const schema = Type.Object({ at: Type.Array(Type.Integer({ minimum: 0 })) }, { additionalProperties: false });
    const detailOf = (value: unknown) => {
      try {
        check(schema, value, 'request.malformed');
        return undefined;
      } catch (error) {
        return error instanceof CodedError ? error.detail : error;
      }
    };
    const wrong = [{}, { at: [0, -1] }, { at: [0.5] }, { at: [], more: 1 }, undefined];
    const first = wrong.slice(0, 2).map(detailOf);
    expect(first).toEqual([expect.stringMatching(/^\//), expect.stringContaining('/at/1')]);
    for (let use = 0; use < 3; use += 1) expect(detailOf({ at: [use] })).toBeUndefined();
    expect(wrong.slice(0, 2).map(detailOf)).toEqual(first);
    for (const value of wrong) expect(detailOf(value)).toEqual(expect.any(String));
  });
});

describe('primitives', () => {
  it('bytes have one length in base64url', () => {
    expect(fits(Bytes(32), 'A'.repeat(43))).toBe(true);
    for (const bad of [
      'A'.repeat(42),
      'A'.repeat(44),
      `${'A'.repeat(42)}=`,
      `${'A'.repeat(42)}+`,
      `${'A'.repeat(43)}\n`,
    ])
      expect(fits(Bytes(32), bad)).toBe(false);
    expect(fits(BytesUpTo(3), 'AAAA')).toBe(true);
    expect(fits(BytesUpTo(3), 'AAAAA')).toBe(false);
  });

  it('names of servers, makers and addresses have their characters', () => {
    for (const good of ['a', 'maps-1.example', '0']) expect(fits(ServerId, good)).toBe(true);
    for (const bad of ['', 'A', '-a', 'a b', 'a/b', 'a'.repeat(64)]) expect(fits(ServerId, bad)).toBe(false);
    for (const bad of ['', 'a b', 'é', 'a'.repeat(65), 'a\n']) expect(fits(MakerId, bad)).toBe(false);
    for (const good of ['http://a', 'https://a:1/b/c', 'http://[::1]:80']) expect(fits(HttpUrl, good)).toBe(true);
    for (const bad of ['ftp://a', 'http://', 'http://u@h', 'http://a?x', 'http://a#x', 'http://a /'])
      expect(fits(HttpUrl, bad)).toBe(false);
  });
});
