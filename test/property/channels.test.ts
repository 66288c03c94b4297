import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { padIdentifier, prologue, ChannelKeys } from '../../src/protocol/channel/channel-keys.ts';
import {
  decodeChannelState,
  encodeChannelState,
  respondToHandshake,
} from '../../src/protocol/channel/server-channel.ts';
import { generateX25519, importX25519 } from '../../src/protocol/keys.ts';
import { Handshake, type NoisePattern } from '../../src/protocol/noise/handshake.ts';
import { openWithKey, sealToKey } from '../../src/protocol/one-way-sealing.ts';
import { openAtRest, sealAtRest } from '../../src/protocol/sealing-at-rest.ts';
import { codeOf, codeOfRejection } from '../support/coded.ts';
import { mutatedBytes, mutatedJson } from '../support/mutations.ts';

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const server = generateX25519();
const caller = generateX25519();
const psk = new Uint8Array(32).fill(9);

function sides(pattern: NoisePattern, text: Uint8Array) {
  const kk = pattern === 'KK';
  return {
    initiator: new Handshake('initiator', {
      pattern,
      prologue: text,
      remoteStatic: server.publicKey,
      ...(kk ? { staticKey: caller } : {}),
    }),
    responder: new Handshake('responder', {
      pattern,
      prologue: text,
      staticKey: server,
      ...(kk ? { remoteStatic: caller.publicKey } : {}),
    }),
  };
}

describe.each(['NK', 'NKpsk2', 'KK'] as const)('a handshake %s', (pattern) => {
  it('agrees whatever its prologue and payloads', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), fc.uint8Array(), (text, first, second) => {
        const { initiator, responder } = sides(pattern, text);
        expect(Buffer.compare(responder.read(initiator.write(first, psk), psk), first)).toBe(0);
        expect(Buffer.compare(initiator.read(responder.write(second, psk), psk), second)).toBe(0);
        expect(initiator.finish()).toEqual(responder.finish());
      }),
      { numRuns: 30 },
    );
  });

  it('does not get past any change of a message', () => {
    const { initiator } = sides(pattern, new Uint8Array(0));
    const message = initiator.write(Uint8Array.of(1, 2, 3));
    const changed = mutatedBytes(message).filter((bytes) => Buffer.compare(bytes, message) !== 0);
    fc.assert(
      fc.property(changed, (bytes) => {
        expect(codeOf(() => sides(pattern, new Uint8Array(0)).responder.read(bytes))).toBe('channel.handshake-failed');
      }),
    );
  });
});

describe('the state of a channel', () => {
  const keys = new ChannelKeys({ initiatorKey: psk, responderKey: psk, handshakeHash: psk, exporterSecret: psk });
  const encoded = encodeChannelState(
    { purpose: 'session', identifier: Uint8Array.of(1), initiatorId: 'a', staticKeyId: 'k', keys, context: { a: 1 } },
    5,
  );

  it('is read or coded, whatever a store or cookie gives', () => {
    fc.assert(
      fc.property(fc.oneof(mutatedJson(encoded), fc.jsonValue()), (value) => {
        expect([undefined, 'channel.unknown']).toContain(codeOf(() => decodeChannelState(value)));
      }),
    );
  });

  it('is not made by any first message that nobody made', async () => {
    const initiator = new Handshake('initiator', {
      pattern: 'NK',
      prologue: prologue('sign-up', 's'),
      remoteStatic: server.publicKey,
    });
    const good = initiator.write(padIdentifier(new Uint8Array(0)));
    const changed = mutatedBytes(good).filter((bytes) => Buffer.compare(bytes, good) !== 0);
    await fc.assert(
      fc.asyncProperty(changed, async (bytes) => {
        const answer = respondToHandshake(bytes, {
          purpose: 'sign-up',
          serverId: 's',
          staticKey: server,
          initiatorId: '',
        });
        expect(await codeOfRejection(answer)).toBe('channel.handshake-failed');
      }),
    );
  });
});

describe('messages', () => {
  const keys = (key: Uint8Array) =>
    new ChannelKeys({ initiatorKey: key, responderKey: key, handshakeHash: key, exporterSecret: key });
  const counter = fc.integer({ min: 0, max: 2 ** 32 - 1 });

  it('come back under their key and counter', () => {
    fc.assert(
      fc.property(seed, counter, fc.jsonValue(), (key, at, value) => {
        expect(keys(key).openRequest(at, keys(key).sealRequest(at, value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('open at no other counter and with no change', () => {
    const sealed = keys(psk).sealReply(7, { a: 1 });
    fc.assert(
      fc.property(
        counter,
        mutatedBytes(sealed).filter((bytes) => Buffer.compare(bytes, sealed) !== 0),
        (at, bytes) => {
          expect(codeOf(() => keys(psk).openReply(7, bytes))).toBe('channel.message-invalid');
          if (at !== 7) expect(codeOf(() => keys(psk).openReply(at, sealed))).toBe('channel.message-invalid');
        },
      ),
    );
  });
});

describe('sealing', () => {
  it('at rest comes back, and no change of it opens', () => {
    fc.assert(
      fc.property(
        seed,
        fc.string(),
        fc.uint8Array().chain((plain) => fc.tuple(fc.constant(plain), fc.nat(), fc.integer({ min: 1, max: 255 }))),
        (master, label, [plain, at, mask]) => {
          const sealed = sealAtRest(master, label, plain);
          expect(Buffer.compare(openAtRest(master, label, sealed), plain)).toBe(0);
          const index = at % sealed.length;
          const changed = sealed.map((byte, i) => (i === index ? byte ^ mask : byte));
          expect(codeOf(() => openAtRest(master, label, changed))).toBe('configuration.invalid');
        },
      ),
    );
  });

  it('to a key comes back with its filling, and no change of it opens', () => {
    const sealed = sealToKey('sealed-second-part', server.publicKey, psk, Uint8Array.of(0x31));
    fc.assert(
      fc.property(
        seed,
        fc.uint8Array(),
        fc.uint8Array({ maxLength: 300 }),
        mutatedBytes(sealed),
        (key, binding, plain, bytes) => {
          const pair = importX25519(key);
          const opened = openWithKey(
            'sealed-second-part',
            pair,
            binding,
            sealToKey('sealed-second-part', pair.publicKey, binding, plain),
          );
          expect(Buffer.compare(opened.subarray(0, plain.length), plain)).toBe(0);
          expect(opened.subarray(plain.length).every((byte) => byte === 0x20)).toBe(true);
          if (Buffer.compare(bytes, sealed) !== 0)
            expect(codeOf(() => openWithKey('sealed-second-part', server, psk, bytes))).toBe('request.malformed');
        },
      ),
      { numRuns: 40 },
    );
  });
});
