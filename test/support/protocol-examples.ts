import { Type } from 'typebox';
import { payloadTypes } from '../../src/contract/documents.ts';
import { chunkListFacts, encodeChunkList } from '../../src/maps/chunks/chunk-list.ts';
import { openChunk, sealChunk } from '../../src/maps/chunks/sealing.ts';
import { openRegionKey } from '../../src/maps/region-key.ts';
import { encodeJson, toBase64url, utf8 } from '../../src/protocol/bytes.ts';
import { ChannelKeys, padIdentifier, prologue } from '../../src/protocol/channel/channel-keys.ts';
import {
  encodeHandshakeReply,
  encodeHandshakeRequest,
  encodeMessageReply,
  encodeMessageRequest,
} from '../../src/protocol/channel/frames.ts';
import { deviceIdentifier, deviceSecretId } from '../../src/protocol/device-identity.ts';
import { encryptContent } from '../../src/protocol/encrypted-content.ts';
import { sha256 } from '../../src/protocol/hash.ts';
import { hmacSigner, signatureBase, verifyHmac, verifySignature } from '../../src/protocol/http-signatures.ts';
import { importEd25519, importX25519, keyId, signEd25519 } from '../../src/protocol/keys.ts';
import { deriveKey, labelBytes } from '../../src/protocol/labels.ts';
import { Handshake } from '../../src/protocol/noise/handshake.ts';
import { loginBinding } from '../../src/protocol/opaque.ts';
import { openWithKey } from '../../src/protocol/one-way-sealing.ts';
import {
  readSignedRequest,
  signDeviceRequest,
  signReply,
  signSessionRequest,
  verifyReply,
} from '../../src/protocol/request-signatures.ts';
import {
  audienceOf,
  confirmationProof,
  deviceBindingStatement,
  sessionKeysOf,
} from '../../src/protocol/session-keys.ts';
import { openDocument, preAuthenticationEncoding, signDocument } from '../../src/protocol/signed-document.ts';
import { toHex } from './hex.ts';

/** The values of one worked example, in the order in which they stand in docs/protocol.md. */
export type Example = Readonly<Record<string, string | number>>;

/** 32 bytes that nobody could take for a real key: `first`, `first` + 1, … */
const fixed = (first: number, length = 32) => Uint8Array.from({ length }, (_, index) => (first + index) & 0xff);

const serverKey = importX25519(fixed(0x20));
const initiatorEphemeral = importX25519(fixed(0x40));
const responderEphemeral = importX25519(fixed(0x60));
const accessKeyId = fixed(0x80, 16);
const accessKey = fixed(0xa0);
const serverId = 'accounts-1';

/** The handshake of a `session` channel, run by both sides of the code. */
function handshake() {
  const shared = { pattern: 'NKpsk2', prologue: prologue('session', serverId) } as const;
  const initiator = new Handshake('initiator', {
    ...shared,
    ephemeral: initiatorEphemeral,
    remoteStatic: serverKey.publicKey,
  });
  const responder = new Handshake('responder', { ...shared, ephemeral: responderEphemeral, staticKey: serverKey });
  const message1 = initiator.write(padIdentifier(accessKeyId));
  responder.read(message1);
  const message2 = responder.write(new Uint8Array(0), accessKey);
  initiator.read(message2, accessKey);
  responder.finish();
  return { message1, message2, result: initiator.finish(), keys: new ChannelKeys(initiator.finish()) };
}

function channel(): Example {
  const { message1, message2, result } = handshake();
  return {
    'purpose and server id': `session ${serverId}`,
    'server static private key': toHex(fixed(0x20)),
    'server static public key': toHex(serverKey.publicKey),
    'initiator ephemeral private key': toHex(fixed(0x40)),
    'responder ephemeral private key': toHex(fixed(0x60)),
    'access key id': toHex(accessKeyId),
    'access key (psk)': toHex(accessKey),
    prologue: toHex(prologue('session', serverId)),
    'payload of message 1': toHex(padIdentifier(accessKeyId)),
    'message 1': toHex(message1),
    'handshake request (body)': toHex(encodeHandshakeRequest({ initiatorId: '', noise: message1 })),
    'message 2': toHex(message2),
    'cookie (any bytes; here 4)': 'c0ffee00',
    'handshake reply (body)': toHex(
      encodeHandshakeReply({ cookie: Uint8Array.of(0xc0, 0xff, 0xee, 0), noise: message2 }),
    ),
    'handshake hash h': toHex(result.handshakeHash),
    'initiator key': toHex(result.initiatorKey),
    'responder key': toHex(result.responderKey),
    'third output (exporter secret)': toHex(result.exporterSecret),
  };
}

function messages(): Example {
  const { keys } = handshake();
  const request = { step: 'open', audiences: ['maps-1'] };
  const reply = { result: { done: true } };
  const sealedRequest = keys.sealRequest(0, request);
  const sealedReply = keys.sealReply(0, reply);
  return {
    [`request as JSON, before ${256 - JSON.stringify(request).length} spaces`]: JSON.stringify(request),
    'ciphertext of the request': toHex(sealedRequest),
    'message request (body)': toHex(
      encodeMessageRequest({ token: Uint8Array.of(0xc0, 0xff, 0xee, 0), counter: 0, ciphertext: sealedRequest }),
    ),
    [`reply as JSON, before ${256 - JSON.stringify(reply).length} spaces`]: JSON.stringify(reply),
    'message reply (body)': toHex(encodeMessageReply({ counter: 0, ciphertext: sealedReply })),
    'channel id, the token from counter 1 on': toHex(keys.id),
  };
}

function exportedKeys(): Example {
  const { keys } = handshake();
  return {
    'info of `session key`': toHex(labelBytes('session key')),
    'session key': toHex(keys.exportKey('session key')),
    'device binding': toHex(keys.exportKey('device binding')),
    'device statement': toHex(deviceBindingStatement(keys.exportKey('device binding'))),
    'certificate private key': toHex(fixed(0xc0)),
    'device signature': toBase64url(
      signEd25519(importEd25519(fixed(0xc0)), deviceBindingStatement(keys.exportKey('device binding'))),
    ),
  };
}

function login(): Example {
  const { keys } = handshake();
  const opaqueKey = fixed(0x10, 64);
  const strengthened = keys.strengthen(opaqueKey).raw;
  return {
    'OPAQUE session key (64 bytes)': toHex(opaqueKey),
    'handshake hash h': toHex(keys.handshakeHash),
    'MAC of the terminal': toBase64url(loginBinding(opaqueKey, keys.handshakeHash, 'terminal')),
    'MAC of the server': toBase64url(loginBinding(opaqueKey, keys.handshakeHash, 'server')),
    'strengthened initiator key': toHex(strengthened.initiatorKey),
    'strengthened responder key': toHex(strengthened.responderKey),
    'access key': toHex(accessKey),
    'proof of the access key': toBase64url(confirmationProof(accessKey, keys.handshakeHash)),
  };
}

const audience = () => {
  const handle = toBase64url(fixed(0xb0, 16));
  return audienceOf(sessionKeysOf(handshake().keys, { audiences: [{ id: 'maps-1', handle }] }), 'maps-1');
};

function audienceKeys(): Example {
  const { handle, audienceKey } = audience();
  return {
    'audience id': 'maps-1',
    handle,
    'info of the key': Buffer.from(labelBytes('audience key', 'maps-1')).toString(),
    'audience key': toHex(audienceKey),
  };
}

function sessionRequest(): Example {
  const { handle, audienceKey } = audience();
  const url = 'http://maps.example:8080/v1/chunks/AAAA';
  const body = new Uint8Array(0);
  const headers = signSessionRequest(
    { method: 'GET', url, body, headers: { range: 'bytes=0-99' } },
    { handle, audienceKey, counter: 7 },
  );
  const message = { method: 'GET', targetUri: url, headers };
  const { received } = readSignedRequest('session', message, body);
  verifyHmac(received, audienceKey);
  const content = utf8('{"regions":[]}');
  const reply = signReply({ status: 200, body: content, request: message }, { label: 'session', handle, audienceKey });
  verifyReply('session', { status: 200, headers: reply, body: content, request: message }, { audienceKey });
  const covered = [
    { name: '@status' },
    { name: 'content-digest' },
    { name: 'signature', req: true as const, key: 'session' },
  ];
  const parameters = new Map([
    ['keyid', handle],
    ['alg', 'hmac-sha256'],
  ]);
  const base = signatureBase(covered, parameters, { status: 200, headers: reply, request: message });
  if (`session=:${hmacSigner(audienceKey)(base)}:` !== reply['signature']) throw new Error('the base is another one');
  return {
    request: `GET ${url}`,
    Range: headers['range'] ?? '',
    'Content-Digest': headers['content-digest'] ?? '',
    'Signature-Input': headers['signature-input'] ?? '',
    Signature: headers['signature'] ?? '',
    'signature base': received.base,
    'reply (status 200)': Buffer.from(content).toString(),
    'Content-Digest of the reply': reply['content-digest'] ?? '',
    'Signature-Input of the reply': reply['signature-input'] ?? '',
    'Signature of the reply': reply['signature'] ?? '',
    'signature base of the reply': base,
  };
}

function deviceRequest(): Example {
  const key = importEd25519(fixed(0xc0));
  const url = 'http://maps.example:8080/v1/admissions';
  const body = utf8('{"certificate":{},"chain":{}}');
  const nonce = toBase64url(fixed(0x01, 56));
  const headers = signDeviceRequest({ method: 'POST', url, body }, key, nonce);
  const { received } = readSignedRequest('device', { method: 'POST', targetUri: url, headers }, body);
  verifySignature(received, key.publicKey);
  return {
    'certificate private key': toHex(fixed(0xc0)),
    'certificate public key': toHex(key.publicKey),
    'key id': keyId(key.publicKey),
    request: `POST ${url}`,
    content: Buffer.from(body).toString(),
    'Content-Digest': headers['content-digest'] ?? '',
    'Signature-Input': headers['signature-input'] ?? '',
    Signature: headers['signature'] ?? '',
    'signature base': received.base,
  };
}

function signedDocument(): Example {
  const root = importEd25519(fixed(0x30));
  const content = { version: 1, note: '地図' };
  const document = signDocument(root, payloadTypes.directory, content);
  openDocument(
    document,
    root.publicKey,
    payloadTypes.directory,
    Type.Object({ version: Type.Integer(), note: Type.String() }),
  );
  return {
    'private key': toHex(fixed(0x30)),
    'public key': toBase64url(root.publicKey),
    'payload type': document.payloadType,
    content: JSON.stringify(content),
    'what is signed': Buffer.from(preAuthenticationEncoding(document.payloadType, encodeJson(content))).toString(),
    'signed document': JSON.stringify(document),
  };
}

function sealedSecondPart(): Example {
  const sealingKey = importX25519(fixed(0x50));
  const nonce = toBase64url(fixed(0x70));
  const binding = utf8(`${nonce} maker-a`);
  const secret = toBase64url(fixed(0x90));
  const plain = encodeJson({ second: { modelId: 'nv-100', hardwareNumber: 'SN0001' }, binding: secret });
  const padded = new Uint8Array(256).fill(0x20);
  padded.set(plain);
  const text = Buffer.concat([prologue('sealed-second-part', ''), binding]);
  const writer = new Handshake('initiator', {
    pattern: 'N',
    prologue: text,
    remoteStatic: sealingKey.publicKey,
    ephemeral: initiatorEphemeral,
  });
  const sealed = writer.write(padded);
  if (Buffer.compare(openWithKey('sealed-second-part', sealingKey, binding, sealed), padded) !== 0)
    throw new Error('it does not open');
  return {
    'sealing private key': toHex(fixed(0x50)),
    'ephemeral private key': toHex(fixed(0x40)),
    nonce,
    'maker id': 'maker-a',
    prologue: toHex(text),
    [`plain text, before ${256 - plain.length} spaces`]: Buffer.from(plain).toString(),
    sealedSecond: toBase64url(sealed),
    'digest that the answer shows': toBase64url(sha256(fixed(0x90))),
  };
}

function mapChunk(): Example {
  const regionKey = fixed(0xe0);
  const chunk = sealChunk(regionKey, utf8('a map in miniature'));
  openChunk(regionKey, chunk.sha256, chunk.sealed);
  const list = encodeChunkList([{ sha256: chunk.sha256, length: 18 }]);
  const { audienceKey } = audience();
  const delivered = encryptContent(
    { key: deriveKey(audienceKey, new Uint8Array(0), 'region key delivery', 32, 'montevideo'), salt: fixed(0x05, 16) },
    regionKey,
  );
  openRegionKey(audienceKey, 'montevideo', delivered);
  return {
    'region key': toHex(regionKey),
    'plain chunk': 'a map in miniature',
    'SHA-256 of the plain chunk': chunk.sha256,
    'chunk key': toHex(deriveKey(regionKey, Buffer.from(chunk.sha256, 'hex'), 'chunk key')),
    'sealed chunk': toHex(chunk.sealed),
    'chunk id': chunk.id,
    'chunk list with this chunk alone': toHex(list),
    'SHA-256 of the chunk list': chunkListFacts(list).sha256,
    'delivery of the region key (`sealed`, salt 0506…14, region montevideo)': toBase64url(delivered),
  };
}

/** Every worked example of docs/protocol.md, computed by the code. */
function identifierOfDevice(): Example {
  const [deviceId, secret] = [fixed(0x10, 16), fixed(0xa0)];
  return {
    'device id': toHex(deviceId),
    'device secret': toHex(secret),
    'secret id': toHex(deviceSecretId(deviceId, secret)),
    'device identifier': toHex(deviceIdentifier(deviceId, secret)),
    'payload of message 1': toHex(padIdentifier(deviceIdentifier(deviceId, secret))),
  };
}

export const protocolExamples: Readonly<Record<string, () => Example>> = {
  channel,
  messages,
  'exported-keys': exportedKeys,
  login,
  audience: audienceKeys,
  'session-request': sessionRequest,
  'device-request': deviceRequest,
  'device-identifier': identifierOfDevice,
  'signed-document': signedDocument,
  'sealed-second-part': sealedSecondPart,
  'map-chunk': mapChunk,
};
