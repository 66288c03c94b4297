import { createPublicKey, verify } from 'node:crypto';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { payloadTypes } from '../../../src/contract/documents.ts';
import { encodeJson, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { generateEd25519, keyId } from '../../../src/protocol/keys.ts';
import {
  openDocument,
  peekUnverified,
  preAuthenticationEncoding,
  signDocument,
} from '../../../src/protocol/signed-document.ts';
import { codeOf } from '../../support/coded.ts';

const Content = Type.Object({ version: Type.Integer(), name: Type.String() }, { additionalProperties: false });
const key = generateEd25519();
const content = { version: 3, name: '東京' };
const document = signDocument(key, payloadTypes.directory, content);
const open = (value: unknown, publicKey = key.publicKey) =>
  codeOf(() => openDocument(value, publicKey, payloadTypes.directory, Content));

describe('the encoding of DSSE', () => {
  it('is the published one, and the published signature is over it', () => {
    // DSSE 1.0, protocol.md, "Test Vectors"
    const encoded = preAuthenticationEncoding('http://example.com/HelloWorld', utf8('hello world'));
    expect(Buffer.from(encoded).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
    const coordinate = (value: bigint) =>
      Buffer.from(value.toString(16).padStart(64, '0'), 'hex').toString('base64url');
    const publicKey = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: coordinate(46950820868899156662930047687818585632848591499744589407958293238635476079160n),
        y: coordinate(5640078356564379163099075877009565129882514886557779369047442380624545832820n),
      },
    });
    const signature = Buffer.from(
      'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
      'base64',
    );
    expect(verify('sha256', encoded, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
  });

  it('counts bytes, not characters', () => {
    expect(Buffer.from(preAuthenticationEncoding('é', utf8('東'))).toString()).toBe('DSSEv1 2 é 3 東');
  });
});

describe('a signed document', () => {
  it('gives its content to whoever has the key, and names the key', () => {
    expect(openDocument(JSON.parse(JSON.stringify(document)), key.publicKey, payloadTypes.directory, Content)).toEqual(
      content,
    );
    expect(document.signatures[0]?.keyid).toBe(keyId(key.publicKey));
  });

  it('is not taken under another key, type or signature', () => {
    expect(open(document, generateEd25519().publicKey)).toBe('document.signature-invalid');
    expect(open({ ...document, payloadType: payloadTypes.certificate })).toBe('document.signature-invalid');
    expect(codeOf(() => openDocument(document, key.publicKey, payloadTypes.certificate, Content))).toBe(
      'document.signature-invalid',
    );
    expect(open({ ...document, payload: toBase64url(encodeJson({ ...content, version: 4 })) })).toBe(
      'document.signature-invalid',
    );
    const signature = document.signatures[0];
    expect(open({ ...document, signatures: [{ ...signature, sig: toBase64url(new Uint8Array(63)) }] })).toBe(
      'document.signature-invalid',
    );
  });

  it('is not believed by the key name that it carries', () => {
    const forged = signDocument(generateEd25519(), payloadTypes.directory, content);
    expect(open({ ...forged, signatures: [{ ...forged.signatures[0], keyid: keyId(key.publicKey) }] })).toBe(
      'document.signature-invalid',
    );
  });

  it('is malformed where it has another shape, rightly signed or not', () => {
    expect(open(signDocument(key, payloadTypes.directory, { version: 3 }))).toBe('document.malformed');
    expect(open(signDocument(key, payloadTypes.directory, { ...content, more: 1 }))).toBe('document.malformed');
    expect(open({ ...document, more: 1 })).toBe('document.malformed');
    expect(open({ ...document, signatures: [] })).toBe('document.malformed');
    expect(open({ ...document, signatures: [document.signatures[0], document.signatures[0]] })).toBe(
      'document.malformed',
    );
    expect(open({ ...document, payload: `${document.payload}=` })).toBe('document.malformed');
    for (const value of [undefined, null, 'x', 1, []]) expect(open(value)).toBe('document.malformed');
  });

  it('can be looked into without belief', () => {
    const forged = signDocument(generateEd25519(), payloadTypes.directory, content);
    expect(peekUnverified(forged, Content)).toEqual(content);
    expect(codeOf(() => peekUnverified({ ...forged, payload: toBase64url(utf8('{')) }, Content))).toBe(
      'document.malformed',
    );
  });
});
