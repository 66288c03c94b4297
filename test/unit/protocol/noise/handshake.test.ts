import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../../src/protocol/bytes.ts';
import { generateX25519, importX25519 } from '../../../../src/protocol/keys.ts';
import { Handshake } from '../../../../src/protocol/noise/handshake.ts';
import { codeOf } from '../../../support/coded.ts';
import { fromHex, toHex } from '../../../support/hex.ts';

const server = generateX25519();
const prologue = utf8('test');
const psk = new Uint8Array(32).fill(7);
const initiatorNK = () => new Handshake('initiator', { pattern: 'NK', prologue, remoteStatic: server.publicKey });
const responderNK = () => new Handshake('responder', { pattern: 'NK', prologue, staticKey: server });

describe('the pattern N', () => {
  const ephemeral = importX25519(fromHex('893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a'));
  const writer = () =>
    new Handshake('initiator', { pattern: 'N', prologue, remoteStatic: server.publicKey, ephemeral });
  const reader = () => new Handshake('responder', { pattern: 'N', prologue, staticKey: server });

  it('is read by the holder of the static key, and both sides agree on everything', () => {
    const [initiator, responder] = [writer(), reader()];
    const message = initiator.write(utf8('sealed'));
    expect(toHex(message.subarray(0, 32))).toBe(toHex(ephemeral.publicKey));
    expect(responder.read(message)).toEqual(Buffer.from('sealed'));
    expect(responder.finish()).toEqual(initiator.finish());
  });

  it('depends on its ephemeral key alone besides its parameters', () => {
    expect(writer().write(utf8('sealed'))).toEqual(writer().write(utf8('sealed')));
  });

  it('is the first message of NK under another name', () => {
    const nk = new Handshake('initiator', { pattern: 'NK', prologue, remoteStatic: server.publicKey, ephemeral });
    const message = nk.write(utf8('sealed'));
    expect(message).toHaveLength(writer().write(utf8('sealed')).length);
    expect(codeOf(() => reader().read(message))).toBe('channel.handshake-failed');
  });
});

describe('a handshake', () => {
  it('fails under another prologue', () => {
    const message = initiatorNK().write(utf8(''));
    const other = new Handshake('responder', { pattern: 'NK', prologue: utf8('tesT'), staticKey: server });
    expect(codeOf(() => other.read(message))).toBe('channel.handshake-failed');
  });

  it('fails at another server', () => {
    const other = new Handshake('responder', { pattern: 'NK', prologue, staticKey: generateX25519() });
    expect(codeOf(() => other.read(initiatorNK().write(utf8(''))))).toBe('channel.handshake-failed');
  });

  it('shows a wrong psk only to the initiator, in message 2', () => {
    const initiator = new Handshake('initiator', { pattern: 'NKpsk2', prologue, remoteStatic: server.publicKey });
    const responder = new Handshake('responder', { pattern: 'NKpsk2', prologue, staticKey: server });
    responder.read(initiator.write(utf8('id')));
    const reply = responder.write(utf8(''), psk);
    expect(codeOf(() => initiator.read(reply, new Uint8Array(32)))).toBe('channel.handshake-failed');
  });

  it('needs a psk of 32 bytes where the pattern has one', () => {
    for (const wrong of [undefined, psk.subarray(1)]) {
      const responder = new Handshake('responder', { pattern: 'NKpsk2', prologue, staticKey: server });
      responder.read(
        new Handshake('initiator', { pattern: 'NKpsk2', prologue, remoteStatic: server.publicKey }).write(utf8('')),
      );
      expect(codeOf(() => responder.write(utf8(''), wrong))).toBe('channel.handshake-failed');
    }
  });

  it('refuses an ephemeral key of small order (RFC 7748, section 6.1)', () => {
    const message = initiatorNK().write(utf8(''));
    message.set(new Uint8Array(32));
    expect(codeOf(() => responderNK().read(message))).toBe('channel.handshake-failed');
  });

  it('needs the static keys of its pattern', () => {
    expect(codeOf(() => new Handshake('initiator', { pattern: 'NK', prologue }))).toBe('channel.handshake-failed');
    expect(codeOf(() => new Handshake('initiator', { pattern: 'KK', prologue, remoteStatic: server.publicKey }))).toBe(
      'channel.handshake-failed',
    );
  });

  it('takes its messages in turn only, and keys come after the last', () => {
    expect(codeOf(() => responderNK().write(utf8('')))).toBe('channel.step-unexpected');
    const initiator = initiatorNK();
    expect(codeOf(() => initiator.finish())).toBe('channel.step-unexpected');
    initiator.write(utf8(''));
    expect(codeOf(() => initiator.write(utf8('')))).toBe('channel.step-unexpected');
  });

  it('takes a message that is too short for failed', () => {
    expect(codeOf(() => responderNK().read(new Uint8Array(47)))).toBe('channel.handshake-failed');
  });

  it('agrees on other keys each time, though nothing but the ephemeral keys differs', () => {
    const once = () => {
      const [initiator, responder] = [initiatorNK(), responderNK()];
      responder.read(initiator.write(utf8('')));
      initiator.read(responder.write(utf8('')));
      expect(responder.finish()).toEqual(initiator.finish());
      return toHex(initiator.finish().exporterSecret);
    };
    expect(once()).not.toBe(once());
  });
});
