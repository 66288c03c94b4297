import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  channelIdBytes,
  decodeHandshakeReply,
  decodeHandshakeRequest,
  decodeMessageReply,
  decodeMessageRequest,
  encodeHandshakeReply,
  encodeHandshakeRequest,
  encodeMessageReply,
  encodeMessageRequest,
} from '../../src/protocol/channel/frames.ts';
import { codeOf } from '../support/coded.ts';
import { mutatedBytes } from '../support/mutations.ts';

const bytes = (options: { minLength?: number; maxLength?: number } = {}) =>
  fc.uint8Array({ maxLength: 300, ...options });
const initiatorId = fc.oneof(fc.constant(''), fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,62}$/));
const later = fc.integer({ min: 1, max: 2 ** 32 - 1 });
const messageRequest = fc.oneof(
  fc.record({ token: bytes({ minLength: 17 }), counter: fc.constant(0), ciphertext: bytes() }),
  fc.record({
    token: bytes({ minLength: channelIdBytes, maxLength: channelIdBytes }),
    counter: later,
    ciphertext: bytes(),
  }),
);

const frames: readonly Frame[] = [
  frame(
    'handshake request',
    fc.record({ initiatorId, noise: bytes() }),
    encodeHandshakeRequest,
    decodeHandshakeRequest,
  ),
  frame('handshake reply', fc.record({ cookie: bytes(), noise: bytes() }), encodeHandshakeReply, decodeHandshakeReply),
  frame('message request', messageRequest, encodeMessageRequest, decodeMessageRequest),
  frame(
    'message reply',
    fc.record({ counter: fc.nat({ max: 2 ** 32 - 1 }), ciphertext: bytes() }),
    encodeMessageReply,
    decodeMessageReply,
  ),
];

interface Frame {
  readonly name: string;
  readonly values: fc.Arbitrary<object>;
  readonly encode: (value: object) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => object;
}

function frame<T extends object>(
  name: string,
  values: fc.Arbitrary<T>,
  encode: (value: T) => Uint8Array,
  decode: (bytes: Uint8Array) => T,
): Frame {
  return { name, values, encode: (value) => encode(value as T), decode };
}

describe.each(frames)('a $name', ({ values, encode, decode }) => {
  it('comes back from its bytes, and has one spelling', () => {
    fc.assert(
      fc.property(values, (value) => {
        const encoded = encode(value);
        expect(decode(encoded)).toEqual(value);
        expect(Buffer.compare(encode(decode(encoded)), encoded)).toBe(0);
      }),
    );
  });

  it('reads no bytes but those that are given', () => {
    fc.assert(
      fc.property(values, bytes(), bytes(), (value, before, after) => {
        const encoded = encode(value);
        const inside = new Uint8Array([...before, ...encoded, ...after]).subarray(
          before.length,
          before.length + encoded.length,
        );
        expect(decode(inside)).toEqual(value);
      }),
    );
  });

  it('gives a value that encodes to the same bytes, or a coded error, for whatever bytes', () => {
    const hostile = values.chain((value) => mutatedBytes(encode(value)));
    fc.assert(
      fc.property(hostile, (received) => {
        const code = codeOf(() => expect(Buffer.compare(encode(decode(received)), received)).toBe(0));
        expect([undefined, 'channel.message-invalid', 'protocol.version-unsupported']).toContain(code);
      }),
    );
  });
});
