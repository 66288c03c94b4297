import { describe, expect, it } from 'vitest';
import { channelPatterns, type ChannelPurpose } from '../../../../src/contract/channel.ts';
import { CodedError } from '../../../../src/errors/coded-error.ts';
import { utf8 } from '../../../../src/protocol/bytes.ts';
import {
  ClientChannel,
  isAuthenticatedRefusal,
  type ClientChannelOptions,
} from '../../../../src/protocol/channel/client-channel.ts';
import { decodeMessageRequest } from '../../../../src/protocol/channel/frames.ts';
import { generateX25519 } from '../../../../src/protocol/keys.ts';
import { randomBytes } from '../../../../src/protocol/random.ts';
import { codeOfRejection } from '../../../support/coded.ts';
import { toHex } from '../../../support/hex.ts';
import { MemoryChannelServer, type MemoryServerOptions } from '../../../support/memory-channel-server.ts';

const staticKey = generateX25519();
const callerKey = generateX25519();
const secret = { identifier: randomBytes(16), key: randomBytes(32) };

function pair(
  purpose: ChannelPurpose,
  server: Partial<MemoryServerOptions> = {},
  client: Partial<ClientChannelOptions> = {},
): { server: MemoryChannelServer; options: ClientChannelOptions } {
  const pattern = channelPatterns[purpose];
  const memory = new MemoryChannelServer({
    purpose,
    serverId: 'server-1',
    staticKey,
    ...(pattern === 'NKpsk2' ? { secretFor: async () => secret.key } : {}),
    ...(pattern === 'KK' ? { remoteStatic: callerKey.publicKey } : {}),
    ...server,
  });
  const options: ClientChannelOptions = {
    purpose,
    serverId: 'server-1',
    remoteStatic: staticKey.publicKey,
    exchange: memory.exchange,
    ...(pattern === 'NKpsk2' ? { secret } : {}),
    ...(pattern === 'KK' ? { initiator: { id: 'caller-1', staticKey: callerKey } } : {}),
    ...client,
  };
  return { server: memory, options };
}

const purposes = Object.keys(channelPatterns) as ChannelPurpose[];

describe.each(purposes)('a channel for %s', (purpose) => {
  it('carries messages both ways, and both sides export the same keys', async () => {
    const { server, options } = pair(purpose);
    const channel = await ClientChannel.open(options);
    expect(await channel.request({ hello: 'world' })).toEqual({ hello: 'world' });
    expect(await channel.request(['次', 2])).toEqual(['次', 2]);
    expect(channel.exportKey('session key')).toEqual(server.state?.keys.exportKey('session key'));
    expect(channel.handshakeHash).toEqual(server.state?.keys.handshakeHash);
    expect(toHex(server.state?.identifier ?? new Uint8Array(1))).toBe(
      channelPatterns[purpose] === 'NKpsk2' ? toHex(secret.identifier) : '',
    );
    expect(server.state?.initiatorId).toBe(channelPatterns[purpose] === 'KK' ? 'caller-1' : '');
  });

  it('fails at a server with another static key', async () => {
    const { options } = pair(purpose, { staticKey: generateX25519() });
    expect(await codeOfRejection(ClientChannel.open(options))).toBe('channel.handshake-failed');
  });

  it('fails at a server with another id', async () => {
    const { options } = pair(purpose, { serverId: 'server-2' });
    expect(await codeOfRejection(ClientChannel.open(options))).toBe('channel.handshake-failed');
  });

  it('fails where its first message is taken for another purpose of the same pattern', async () => {
    for (const other of purposes.filter(
      (name) => name !== purpose && channelPatterns[name] === channelPatterns[purpose],
    )) {
      const { options } = pair(purpose, { purpose: other });
      expect(await codeOfRejection(ClientChannel.open(options))).toBe('channel.handshake-failed');
    }
  });

  it('sends first messages of one length, whatever they hide, and hides it', async () => {
    const lengths = new Set<number>();
    for (const identifier of [new Uint8Array(0), secret.identifier, new Uint8Array(63).fill(1)]) {
      const { server, options } = pair(purpose, {}, { secret: { identifier, key: secret.key } });
      await ClientChannel.open(options);
      const body = Buffer.from(server.received[0]?.body ?? []);
      lengths.add(body.length);
      if (identifier.length > 0) expect(body.includes(Buffer.from(identifier))).toBe(false);
    }
    expect(lengths.size).toBe(1);
  });
});

describe('a channel under a secret', () => {
  it('fails where the server has another secret, as for an unknown identifier', async () => {
    const { options } = pair('session', { secretFor: async () => randomBytes(32) });
    expect(await codeOfRejection(ClientChannel.open(options))).toBe('channel.handshake-failed');
  });

  it('fails where an own secret is missing', async () => {
    const { options } = pair('session');
    const { secret: _, ...without } = options;
    expect(await codeOfRejection(ClientChannel.open(without))).toBe('channel.handshake-failed');
  });

  it('refuses an identifier that does not fit', async () => {
    const { options } = pair('session', {}, { secret: { identifier: new Uint8Array(64), key: secret.key } });
    expect(await codeOfRejection(ClientChannel.open(options))).toBe('channel.handshake-failed');
  });
});

describe('a channel between servers', () => {
  it('fails where the caller is not the one whose key the server has', async () => {
    const { options } = pair('session-check', { remoteStatic: generateX25519().publicKey });
    expect(await codeOfRejection(ClientChannel.open(options))).toBe('channel.handshake-failed');
  });
});

describe('strengthening', () => {
  it('goes on where both sides have the secret', async () => {
    const { server, options } = pair('sign-up');
    const channel = await ClientChannel.open(options);
    await channel.request(1);
    channel.strengthen(utf8('opaque key'));
    if (server.state !== undefined)
      server.state = { ...server.state, keys: server.state.keys.strengthen(utf8('opaque key')) };
    expect(await channel.request(2)).toBe(2);
  });

  it('keeps out whoever has the channel but not the secret', async () => {
    const { server, options } = pair('sign-up');
    const channel = await ClientChannel.open(options);
    await channel.request(1);
    channel.strengthen(utf8('opaque key'));
    expect(await codeOfRejection(channel.request(2))).toBe('channel.message-invalid');
    if (server.state !== undefined)
      server.state = { ...server.state, keys: server.state.keys.strengthen(utf8('another key')) };
    expect(await codeOfRejection(channel.request(2))).toBe('channel.message-invalid');
  });
});

describe('lost replies', () => {
  const lost = () => {
    throw new CodedError('network.timeout');
  };

  it('are asked for again with identical bytes', async () => {
    const { server, options } = pair('sign-up', {}, { beforeResend: async () => undefined });
    const channel = await ClientChannel.open(options);
    let losses = 2;
    server.onAnswer = (answer) => (losses-- > 0 ? lost() : answer);
    expect(await channel.request('once')).toBe('once');
    const bodies = server.received.slice(1).map(({ body }) => Buffer.from(body).toString('hex'));
    expect(bodies).toHaveLength(3);
    expect(new Set(bodies).size).toBe(1);
  });

  it('end the request after three more tries', async () => {
    const attempts: number[] = [];
    const { server, options } = pair('sign-up', {}, { beforeResend: async (attempt) => void attempts.push(attempt) });
    const channel = await ClientChannel.open(options);
    server.onAnswer = lost;
    expect(await codeOfRejection(channel.request('lost'))).toBe('network.timeout');
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('never lead to other bytes at a counter: the same request may be made again, no other', async () => {
    const { server, options } = pair('sign-up');
    const channel = await ClientChannel.open(options);
    server.onAnswer = lost;
    expect(await codeOfRejection(channel.request({ step: 'a' }))).toBe('network.timeout');
    server.onAnswer = (answer) => answer;
    const before = server.received.length;
    expect(await codeOfRejection(channel.request({ step: 'b' }))).toBe('channel.step-unexpected');
    expect(server.received).toHaveLength(before);
    expect(await channel.request({ step: 'a' })).toEqual({ step: 'a' });
    expect(server.received.at(-1)?.body).toEqual(server.received.at(-2)?.body);
    expect(await channel.request({ step: 'b' })).toEqual({ step: 'b' });
  });

  it('of a handshake are asked for again', async () => {
    const { server, options } = pair('session', {}, { beforeResend: async () => undefined });
    let losses = 1;
    server.onAnswer = (answer) => (losses-- > 0 ? lost() : answer);
    const channel = await ClientChannel.open(options);
    expect(await channel.request('in')).toBe('in');
  });
});

describe('on a hostile line', () => {
  it('a changed byte anywhere in an answer fails the request, and the channel survives', async () => {
    const { server, options } = pair('session');
    const channel = await ClientChannel.open(options);
    let length = 0;
    server.onAnswer = (answer) => ((length = answer.length), answer);
    await channel.request('measure');
    for (let at = 0; at < length; at++) {
      server.onAnswer = (answer) => {
        const changed = Uint8Array.from(answer);
        changed[at] = (changed[at] ?? 0) ^ 0x40;
        return changed;
      };
      expect(await codeOfRejection(channel.request('again'))).toBe(
        at === 0 ? 'protocol.version-unsupported' : 'channel.message-invalid',
      );
    }
    server.onAnswer = (answer) => answer;
    expect(await channel.request('again')).toBe('again');
  });

  it('a changed byte of the handshake reply fails the handshake', async () => {
    const { server, options } = pair('session');
    server.onAnswer = (answer) => {
      const changed = Uint8Array.from(answer);
      changed[answer.length - 1] = (changed[answer.length - 1] ?? 0) ^ 1;
      return changed;
    };
    expect(await codeOfRejection(ClientChannel.open(options))).toBe('channel.handshake-failed');
  });

  it('an earlier reply is not taken for a later one', async () => {
    const { server, options } = pair('session');
    const channel = await ClientChannel.open(options);
    let first: Uint8Array | undefined;
    server.onAnswer = (answer) => (first ??= answer);
    await channel.request(0);
    expect(await codeOfRejection(channel.request(1))).toBe('channel.message-invalid');
    // With its counter made to fit, it does not decrypt.
    server.onAnswer = () => Uint8Array.from(first ?? [], (byte, index) => (index === 4 ? 1 : byte));
    expect(await codeOfRejection(channel.request(1))).toBe('channel.message-invalid');
  });

  it('a request is not taken for a reply', async () => {
    const { server, options } = pair('session');
    const channel = await ClientChannel.open(options);
    server.onAnswer = () => {
      const { counter, ciphertext } = decodeMessageRequest(server.received.at(-1)?.body ?? new Uint8Array(0));
      return Buffer.concat([Uint8Array.of(1, 0, 0, 0, counter), ciphertext]);
    };
    expect(await codeOfRejection(channel.request({ result: 'mirror' }))).toBe('channel.message-invalid');
  });
});

describe('a refusal', () => {
  it('that came sealed is told from one that anybody could have sent', async () => {
    const { server, options } = pair('session', {
      handle: () => {
        throw new CodedError('session.too-many', { retryAfter: 5 });
      },
    });
    const channel = await ClientChannel.open(options);
    const sealed = await channel.request(1).catch((error: unknown) => error);
    expect(sealed).toMatchObject({ code: 'session.too-many', retryAfter: 5 });
    expect(isAuthenticatedRefusal(sealed)).toBe(true);
    server.onAnswer = () => {
      throw new CodedError('session.too-many');
    };
    const open = await channel.request(2).catch((error: unknown) => error);
    expect(isAuthenticatedRefusal(open)).toBe(false);
  });
});

describe('a channel object', () => {
  it('has one message in flight', async () => {
    const { options } = pair('session');
    const channel = await ClientChannel.open(options);
    const first = channel.request(1);
    expect(await codeOfRejection(channel.request(2))).toBe('channel.step-unexpected');
    expect(await first).toBe(1);
  });

  it('fills messages to multiples of 256 bytes and refuses those that exceed a Noise message', async () => {
    const { server, options } = pair('session');
    const channel = await ClientChannel.open(options);
    const lengths = [];
    for (const length of [0, 1, 200, 250, 254, 255]) {
      await channel.request('x'.repeat(length));
      lengths.push(decodeMessageRequest(server.received.at(-1)?.body ?? new Uint8Array(0)).ciphertext.length - 16);
    }
    expect(lengths).toEqual([256, 256, 256, 256, 256, 512]);
    expect(await codeOfRejection(channel.request('x'.repeat(65_600)))).toBe('request.too-large');
    expect(await channel.request('still open')).toBe('still open');
  });
});
