import { expect } from 'vitest';
import { Type } from 'typebox';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { fromProblem, toProblem } from '../../../src/errors/problem.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { isErrorCode } from '../../../src/errors/codes.ts';
import { decodeJson, encodeJson, fromBase64url, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { ChannelKeys, padIdentifier, unpadIdentifier } from '../../../src/protocol/channel/channel-keys.ts';
import { ClientChannel } from '../../../src/protocol/channel/client-channel.ts';
import * as frames from '../../../src/protocol/channel/frames.ts';
import {
  decodeChannelState,
  encodeChannelState,
  respondToHandshake,
} from '../../../src/protocol/channel/server-channel.ts';
import { checkContentDigest, contentDigest } from '../../../src/protocol/content-digest.ts';
import { decryptContent, encryptContent } from '../../../src/protocol/encrypted-content.ts';
import {
  exportPrivate,
  generateEd25519,
  generateX25519,
  importEd25519,
  importX25519,
  verifyEd25519,
  x25519,
} from '../../../src/protocol/keys.ts';
import { encryptWith } from '../../../src/protocol/noise/cipher-state.ts';
import { openWithKey, sealToKey } from '../../../src/protocol/one-way-sealing.ts';
import * as opaque from '../../../src/protocol/opaque.ts';
import { openAtRest, sealAtRest } from '../../../src/protocol/sealing-at-rest.ts';
import { openTerminals, sealTerminals } from '../../../src/protocol/terminals-delivery.ts';
import { sealForSession } from '../../../src/protocol/session-sealing.ts';
import { checkServiceNonce, createServiceNonce } from '../../../src/protocol/service-nonce.ts';
import { openDocument, peekUnverified, signDocument } from '../../../src/protocol/signed-document.ts';
import { refusal } from '../../../src/protocol/transport.ts';
import { MemoryChannelServer } from '../../support/memory-channel-server.ts';
import { ofBytes, ofJson, ofJsonBytes, ofText, type ParserCase } from './parser-case.ts';

const src = (...files: string[]) => files.map((file) => `src/${file}.ts`);
const key = new Uint8Array(32).fill(7);
const sameBytes = (a: Uint8Array, b: Uint8Array) => expect(Buffer.compare(a, b)).toBe(0);

/** Bytes and values of the protocol: encodings, keys, sealings, documents. */
export function encodingCases(): ParserCase[] {
  const signer = generateEd25519();
  const box = generateX25519();
  const document = signDocument(signer, payloadTypes.certificate, { a: 1, b: ['x'] });
  const problem = toProblem(new CodedError('server.unavailable', { detail: 'd', retryAfter: 1, info: { a: 1 } }));
  const ownTerminal = { slotId: toBase64url(key.subarray(16)), name: 'Car', makerId: 'a', modelId: 'b', age: 1 };
  const terminals = { terminals: [ownTerminal], thisSlotId: ownTerminal.slotId };
  return [
    ofText('sealed terminals', src('protocol/terminals-delivery'), [sealTerminals(key, terminals)], (text) =>
      openTerminals(key, text),
    ),
    ofJsonBytes('terminals in their sealing', src('protocol/terminals-delivery'), [encodeJson(terminals)], (input) =>
      openTerminals(key, toBase64url(sealForSession(key, 'terminals delivery', '', input))),
    ),
    ofText('base64url', src('protocol/bytes'), [toBase64url(key), '', 'AA'], (text) =>
      expect(toBase64url(fromBase64url(text))).toBe(text),
    ),
    ofJsonBytes('JSON', src('protocol/bytes'), [encodeJson({ a: [1, 'x', { b: null }] })], (input) =>
      decodeJson(input, 'document.malformed'),
    ),
    ofBytes(
      'frame: handshake request',
      src('protocol/channel/frames'),
      [
        frames.encodeHandshakeRequest({ initiatorId: 'maps', noise: key }),
        frames.encodeHandshakeRequest({ initiatorId: '', noise: key }),
      ],
      (input) => sameBytes(frames.encodeHandshakeRequest(frames.decodeHandshakeRequest(input)), input),
    ),
    ofBytes(
      'frame: handshake reply',
      src('protocol/channel/frames'),
      [frames.encodeHandshakeReply({ cookie: key, noise: key })],
      (input) => sameBytes(frames.encodeHandshakeReply(frames.decodeHandshakeReply(input)), input),
    ),
    ofBytes(
      'frame: message request',
      src('protocol/channel/frames'),
      [
        frames.encodeMessageRequest({ token: key, counter: 0, ciphertext: key }),
        frames.encodeMessageRequest({ token: key.subarray(0, 16), counter: 3, ciphertext: key }),
      ],
      (input) => sameBytes(frames.encodeMessageRequest(frames.decodeMessageRequest(input)), input),
    ),
    ofBytes(
      'frame: message reply',
      src('protocol/channel/frames'),
      [frames.encodeMessageReply({ counter: 1, ciphertext: key })],
      (input) => sameBytes(frames.encodeMessageReply(frames.decodeMessageReply(input)), input),
    ),
    ofBytes('identifier field', src('protocol/channel/channel-keys'), [padIdentifier(key)], unpadIdentifier),
    ofBytes('content digest', src('protocol/content-digest'), [utf8(contentDigest(key))], (input) =>
      checkContentDigest(Buffer.from(input).toString('latin1'), key),
    ),
    ofBytes(
      'encrypted content',
      src('protocol/encrypted-content'),
      [encryptContent({ key }, key), encryptContent({ key, keyId: key, recordSize: 20 }, key)],
      (input) => decryptContent({ key, maxBytes: 4_096, code: 'network.answer-invalid' }, input),
    ),
    ofBytes('sealing at rest', src('protocol/sealing-at-rest'), [sealAtRest(key, 'x', key)], (input) =>
      sameBytes(openAtRest(key, 'x', input), key),
    ),
    ofBytes(
      'sealing to a key',
      src('protocol/one-way-sealing'),
      [sealToKey('sealed-admission', box.publicKey, key, encodeJson({ a: 1 }))],
      (input) => openWithKey('sealed-admission', box, key, input),
    ),
    ofJson('signed document', src('protocol/signed-document'), [document], (value) =>
      expect(openDocument(value, signer.publicKey, payloadTypes.certificate, Type.Unknown())).toEqual({
        a: 1,
        b: ['x'],
      }),
    ),
    ofText('payload of a signed document', src('protocol/signed-document'), [document.payload], (payload) =>
      peekUnverified({ ...document, payload }, Type.Object({ a: Type.Integer() })),
    ),
    ofText('service nonce', src('protocol/service-nonce'), [createServiceNonce(key, 'maps', 1_000)], (text) =>
      checkServiceNonce(text, key, 'maps', 1_000),
    ),
    ofBytes('private X25519 key', src('protocol/keys'), [exportPrivate(box)], (input) =>
      sameBytes(exportPrivate(importX25519(input)), input),
    ),
    ofBytes('private Ed25519 key', src('protocol/keys'), [exportPrivate(signer)], (input) =>
      sameBytes(exportPrivate(importEd25519(input)), input),
    ),
    ofBytes('public X25519 key', src('protocol/keys'), [box.publicKey], (input) => x25519(box, input)),
    ofBytes('public Ed25519 key', src('protocol/keys'), [signer.publicKey], (input) =>
      expect(verifyEd25519(input, key, new Uint8Array(64))).toBe(false),
    ),
    ofBytes('Ed25519 signature', src('protocol/keys'), [new Uint8Array(64).fill(1)], (input) =>
      expect(verifyEd25519(signer.publicKey, key, input)).toBe(false),
    ),
    ofJson('problem document', src('errors/problem'), [problem], (value) =>
      expect(isErrorCode(fromProblem(value).code)).toBe(true),
    ),
    ofJsonBytes('refusal over HTTP', src('protocol/transport'), [encodeJson(problem)], (body) =>
      refusal({ status: 503, headers: { 'content-type': 'application/problem+json' }, body }),
    ),
  ];
}

/** Handshakes, messages and kept state of channels, from both sides; both steps of the login. */
export async function channelCases(): Promise<ParserCase[]> {
  const staticKey = generateX25519();
  const secret = { identifier: key.subarray(0, 16), key };
  const responding = { purpose: 'session', serverId: 'accounts', staticKey, secretFor: async () => key } as const;
  const client = { purpose: 'session', serverId: 'accounts', remoteStatic: staticKey.publicKey, secret } as const;
  const server = new MemoryChannelServer(responding);
  const answers: Record<'handshake' | 'messages', Uint8Array[]> = { handshake: [], messages: [] };
  server.onAnswer = (answer, path) => {
    answers[path.endsWith('handshake') ? 'handshake' : 'messages'].push(answer);
    return answer;
  };
  const channel = await ClientChannel.open({ ...client, exchange: server.exchange });
  await channel.request({ a: 1 });
  const [handshake] = server.received.map(({ body }) => body);
  const state = server.state;
  if (handshake === undefined || state === undefined) throw new Error('the channel was not opened');
  const { noise } = frames.decodeHandshakeRequest(handshake);
  const { initiatorKey, responderKey } = state.keys.raw;
  const sealed = (sealing: Uint8Array, json: string) =>
    encryptWith(sealing, 0, new Uint8Array(0), utf8(json.padEnd(256)));
  const openAnswer = async (path: string, answer: Uint8Array) => {
    const own = new MemoryChannelServer(responding);
    own.onAnswer = (honest, at) => (at.endsWith(path) ? answer : honest);
    const opened = await ClientChannel.open({ ...client, exchange: own.exchange });
    await opened.request({ a: 1 });
  };
  const setup = await opaque.createServerSetup();
  const record = await opaque.createRegistrationRecord(setup, 'user', 'password');
  const login = await opaque.startClientLogin('password');
  const { serverLoginState, loginResponse } = await opaque.startServerLogin(
    setup,
    'user',
    record,
    login.startLoginRequest,
  );
  const finished = await opaque.finishClientLogin('user', 'password', login.clientLoginState, loginResponse);
  const opaqueFile = src('protocol/opaque');
  return [
    ofBytes(
      'first message of a handshake',
      src(
        'protocol/noise/handshake',
        'protocol/noise/symmetric-state',
        'protocol/noise/cipher-state',
        'protocol/channel/server-channel',
      ),
      [noise],
      (input) => respondToHandshake(input, { ...responding, initiatorId: '' }),
    ),
    ofBytes('answer to a handshake', src('protocol/channel/client-channel'), answers.handshake, (input) =>
      openAnswer('handshake', input),
    ),
    ofBytes('answer to a message', src('protocol/channel/client-channel'), answers.messages, (input) =>
      openAnswer('messages', input),
    ),
    ofBytes(
      'ciphertext of a request',
      src('protocol/channel/channel-keys'),
      [sealed(initiatorKey, '{"a":1}')],
      (input) => state.keys.openRequest(0, input),
    ),
    ofJsonBytes(
      'content of a request',
      src('protocol/channel/channel-keys'),
      [utf8('{"step":"open","audiences":["maps"]}')],
      (input) => state.keys.openRequest(0, encryptWith(initiatorKey, 0, new Uint8Array(0), input)),
    ),
    ofJsonBytes(
      'content of a reply',
      src('protocol/channel/channel-keys'),
      [utf8('{"result":{"done":true}}')],
      (input) => state.keys.openReply(0, encryptWith(responderKey, 0, new Uint8Array(0), input)),
    ),
    ofJson('state of a channel', src('protocol/channel/server-channel'), [encodeChannelState(state, 60)], (value) =>
      expect(decodeChannelState(value).state.keys).toBeInstanceOf(ChannelKeys),
    ),
    ofText('login, first message', opaqueFile, [login.startLoginRequest], (text) =>
      opaque.startServerLogin(setup, 'user', record, text),
    ),
    ofText('login, answer to it', opaqueFile, [loginResponse], (text) =>
      opaque.finishClientLogin('user', 'password', login.clientLoginState, text),
    ),
    ofText('login, second message', opaqueFile, [finished.finishLoginRequest], (text) =>
      opaque.finishServerLogin('user', serverLoginState, text),
    ),
  ];
}
