import { describe, expect, it } from 'vitest';
import { channelLimits } from '../../../../src/contract/channel.ts';
import { padIdentifier, prologue, unpadIdentifier } from '../../../../src/protocol/channel/channel-keys.ts';
import {
  cookieExpiry,
  decodeChannelState,
  encodeChannelState,
  respondToHandshake,
} from '../../../../src/protocol/channel/server-channel.ts';
import { generateX25519 } from '../../../../src/protocol/keys.ts';
import { Handshake } from '../../../../src/protocol/noise/handshake.ts';
import { randomBytes } from '../../../../src/protocol/random.ts';
import { codeOf } from '../../../support/coded.ts';

const staticKey = generateX25519();

async function someState() {
  const initiator = new Handshake('initiator', {
    pattern: 'NK',
    prologue: prologue('sign-up', 's'),
    remoteStatic: staticKey.publicKey,
  });
  const message1 = initiator.write(padIdentifier(Uint8Array.of(1, 2)));
  const { state } = await respondToHandshake(message1, {
    purpose: 'sign-up',
    serverId: 's',
    staticKey,
    initiatorId: '',
  });
  return { ...state, context: { user: 'x' } };
}

describe('the state of a channel', () => {
  it('survives its JSON form', async () => {
    const state = await someState();
    const decoded = decodeChannelState(JSON.parse(JSON.stringify(encodeChannelState(state, 12.5))));
    expect(decoded.expiresAt).toBe(12.5);
    expect(decoded.state).toMatchObject({ purpose: 'sign-up', initiatorId: '', context: { user: 'x' } });
    expect([...decoded.state.identifier]).toEqual([1, 2]);
    expect(toHexes(decoded.state.keys.raw)).toEqual(toHexes(state.keys.raw));
  });

  it('keeps strengthened keys', async () => {
    const state = await someState();
    const keys = state.keys.strengthen(randomBytes(64));
    const { state: decoded } = decodeChannelState(encodeChannelState({ ...state, keys }, 1));
    expect(decoded.keys.openRequest(3, keys.sealRequest(3, 'x'))).toBe('x');
    expect(decoded.keys.id).toEqual(state.keys.id);
    expect(codeOf(() => state.keys.openRequest(3, keys.sealRequest(3, 'x')))).toBe('channel.message-invalid');
  });

  it('is unknown where it is none', async () => {
    const good = encodeChannelState(await someState(), 1) as unknown[];
    const swapped = (index: number, value: unknown) => good.map((part, at) => (at === index ? value : part));
    const bad = [
      undefined,
      null,
      1,
      {},
      [],
      swapped(0, 'other'),
      swapped(0, 'toString'),
      swapped(1, '*'),
      swapped(3, []),
      swapped(5, 'soon'),
    ];
    for (const value of bad) expect(codeOf(() => decodeChannelState(value))).toBe('channel.unknown');
  });
});

const toHexes = (keys: object) => Object.values(keys).map((key: Uint8Array) => Buffer.from(key).toString('hex'));

describe('the identifier of message 1', () => {
  it('has one length', () => {
    for (const length of [0, 1, 16, 63]) {
      const field = padIdentifier(new Uint8Array(length).fill(5));
      expect(field).toHaveLength(channelLimits.identifierBytes);
      expect([...unpadIdentifier(field)]).toEqual(new Array(length).fill(5));
    }
  });

  it('is refused with another length, a length beyond its field, or bytes behind its end', () => {
    const behind = new Uint8Array(64);
    behind[63] = 1;
    const beyond = new Uint8Array(64);
    beyond[0] = 64;
    for (const field of [new Uint8Array(0), new Uint8Array(63), new Uint8Array(65), behind, beyond]) {
      expect(codeOf(() => unpadIdentifier(field))).toBe('channel.handshake-failed');
    }
  });
});

it('a prologue cannot be read as another one', () => {
  const texts = [
    prologue('sign-up', 'a'),
    prologue('session', 'a'),
    prologue('session', 'a.b'),
    prologue('sealed-second-part', ''),
  ];
  expect(new Set(texts.map(String)).size).toBe(texts.length);
  expect(Buffer.from(prologue('session', 'a')).toString()).toBe('naviterm/1\0session\0a\0');
});

it('a cookie lives a minute', () => expect(cookieExpiry(5)).toBe(65));
