import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { decryptContent, encryptContent } from '../../../src/protocol/encrypted-content.ts';

const plain = utf8('I am the walrus');
const code = 'network.answer-invalid';

// RFC 8188, section 3.1
const single = {
  key: fromBase64url('yqdlZ-tYemfogSmv7Ws5PQ'),
  salt: fromBase64url('I1BsxtFttlv3u_Oo94xnmw'),
  body: 'I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg',
};
// RFC 8188, section 3.2: key id "a1", records of 25 bytes, one byte of padding in the first
const several = {
  key: fromBase64url('BO3ZVPxUlnLORbVGMpbT1Q'),
  body: 'uNCkWiNYzKTnBN9ji3-qWAAAABkCYTHOG8chz_gnvgOqdGYovxyjuqRyJFjEDyoF1Fvkj6hQPdPHI51OEUKEpgz3SsLWIqS_uA',
};
const open = (key: Uint8Array, body: Uint8Array) => decryptContent({ key, maxBytes: 4096, code }, body);

describe('RFC 8188', () => {
  it('seals and opens the example of section 3.1', () => {
    expect(toBase64url(encryptContent({ key: single.key, salt: single.salt, recordSize: 4096 }, plain))).toBe(
      single.body,
    );
    expect(open(single.key, fromBase64url(single.body))).toEqual(Buffer.from(plain));
  });

  it('opens the example of section 3.2', () => {
    expect(open(several.key, fromBase64url(several.body))).toEqual(Buffer.from(plain));
  });

  it.each([0, 1, 14, 15, 16, 40])('opens its own records of 18 and more bytes (%i bytes of plain text)', (length) => {
    const text = new Uint8Array(length).fill(7);
    for (const recordSize of [18, 19, 33]) {
      const sealed = encryptContent({ key: single.key, recordSize, keyId: utf8('k') }, text);
      expect([...open(single.key, sealed)]).toEqual([...text]);
    }
    expect([...open(single.key, encryptContent({ key: single.key }, text))]).toEqual([...text]);
  });

  it('never seals twice to the same bytes', () => {
    expect(encryptContent({ key: single.key }, plain)).not.toEqual(encryptContent({ key: single.key }, plain));
  });
});

describe('what does not open', () => {
  const body = encryptContent({ key: single.key, recordSize: 24 }, new Uint8Array(30));
  const expectRefused = (key: Uint8Array, bytes: Uint8Array) =>
    expect(() => open(key, bytes)).toThrow(expect.objectContaining({ code }));

  it('a wrong key', () => expectRefused(several.key, body));
  it('any changed byte', () => {
    for (let at = 0; at < body.byteLength; at += 1) {
      const changed = Uint8Array.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expectRefused(single.key, changed);
    }
  });
  it('any truncation, also at a record boundary', () => {
    for (let end = 0; end < body.byteLength; end += 1) expectRefused(single.key, body.subarray(0, end));
  });
  it('records in another order', () => {
    const swapped = Buffer.concat([
      body.subarray(0, 21),
      body.subarray(45, 69),
      body.subarray(21, 45),
      body.subarray(69),
    ]);
    expectRefused(single.key, swapped);
  });
  it('more than the ceiling', () => {
    expect(() => decryptContent({ key: single.key, maxBytes: 40, code }, body)).toThrow(
      expect.objectContaining({ code }),
    );
  });
  it('a record size that is too small for any record', () => {
    const changed = Buffer.from(body);
    changed.writeUInt32BE(17, 16);
    expectRefused(single.key, changed);
  });
});
