import { describe, expect, it } from 'vitest';
import { supportedProtocolVersions } from '../../../../src/contract/protocol-version.ts';
import {
  decodeHandshakeReply,
  decodeHandshakeRequest,
  decodeMessageReply,
  decodeMessageRequest,
  encodeHandshakeReply,
  encodeHandshakeRequest,
  encodeMessageReply,
  encodeMessageRequest,
} from '../../../../src/protocol/channel/frames.ts';
import { codeOf } from '../../../support/coded.ts';
import { fromHex, toHex } from '../../../support/hex.ts';

const noise = Uint8Array.of(0xaa, 0xbb);

describe('frames', () => {
  it('have the bytes that the protocol says', () => {
    expect(toHex(encodeHandshakeRequest({ initiatorId: '', noise }))).toBe('0100aabb');
    expect(toHex(encodeHandshakeRequest({ initiatorId: 'a-1', noise }))).toBe('0103612d31aabb');
    expect(toHex(encodeHandshakeReply({ cookie: Uint8Array.of(1, 2, 3), noise }))).toBe('010003010203aabb');
    expect(toHex(encodeMessageRequest({ token: Uint8Array.of(9), counter: 0, ciphertext: noise }))).toBe(
      '0100010900000000aabb',
    );
    expect(toHex(encodeMessageReply({ counter: 0x01020304, ciphertext: noise }))).toBe('0101020304aabb');
  });

  it('of another version are refused with the versions that this side speaks', () => {
    for (const decode of [decodeHandshakeRequest, decodeHandshakeReply, decodeMessageRequest, decodeMessageReply]) {
      expect(() => decode(fromHex('0200000000000000'))).toThrow(
        expect.objectContaining({
          code: 'protocol.version-unsupported',
          info: { supported: supportedProtocolVersions },
        }),
      );
    }
  });

  it('name the channel by its cookie at counter 0 alone', () => {
    const [cookie, id] = [new Uint8Array(40), new Uint8Array(16)];
    const read = (token: Uint8Array, counter: number) => () =>
      decodeMessageRequest(encodeMessageRequest({ token, counter, ciphertext: noise }));
    expect(codeOf(read(cookie, 0))).toBeUndefined();
    expect(codeOf(read(id, 1))).toBeUndefined();
    expect(codeOf(read(id, 0))).toBe('channel.message-invalid');
    expect(codeOf(read(cookie, 1))).toBe('channel.message-invalid');
  });

  it('take no cookie beyond its ceiling and no initiator id of another shape', () => {
    expect(codeOf(() => decodeHandshakeReply(encodeHandshakeReply({ cookie: new Uint8Array(2049), noise })))).toBe(
      'channel.message-invalid',
    );
    expect(codeOf(() => decodeHandshakeRequest(fromHex('01034142 43')))).toBe('channel.message-invalid');
    expect(codeOf(() => encodeHandshakeRequest({ initiatorId: 'A', noise }))).toBe('channel.message-invalid');
    expect(codeOf(() => encodeHandshakeRequest({ initiatorId: 'a'.repeat(64), noise }))).toBe(
      'channel.message-invalid',
    );
  });
});
