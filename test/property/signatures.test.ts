import fc from 'fast-check';
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { payloadTypes } from '../../src/contract/documents.ts';
import { fromProblem, toProblem } from '../../src/errors/problem.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { errorCodes, isErrorCode, type ErrorCode } from '../../src/errors/codes.ts';
import { receivedSignature, verifyHmac, type SignedMessage } from '../../src/protocol/http-signatures.ts';
import { generateEd25519 } from '../../src/protocol/keys.ts';
import {
  readSignedRequest,
  requestCounter,
  signReply,
  signSessionRequest,
  verifyReply,
} from '../../src/protocol/request-signatures.ts';
import { openDocument, signDocument } from '../../src/protocol/signed-document.ts';
import { codeOf } from '../support/coded.ts';
import { mutatedJson } from '../support/mutations.ts';

const audienceKey = new Uint8Array(32).fill(3);
const handle = 'AAAAAAAAAAAAAAAAAAAAAA';
const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE');
const url = fc
  .stringMatching(/^[a-z0-9/._~-]{0,20}(\?[a-z0-9=&%]{0,20})?$/)
  .map((path) => `http://maps.example:8080/${path}`);
const counter = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const signatureCodes = [undefined, 'signature.missing', 'signature.invalid', 'signature.digest-mismatch'];

describe('request signatures', () => {
  const request = fc.record({
    method,
    url,
    body: fc.uint8Array(),
    headers: fc.oneof(fc.constant({}), fc.constant({ range: 'bytes=5-9' })),
  });

  it('hold for every request that was signed, and for its reply', () => {
    fc.assert(
      fc.property(request, counter, fc.uint8Array(), fc.integer({ min: 200, max: 599 }), (signed, at, body, status) => {
        const headers = signSessionRequest(signed, { handle, audienceKey, counter: at });
        const message = { method: signed.method, targetUri: signed.url, headers };
        const read = readSignedRequest('session', message, signed.body);
        verifyHmac(read.received, audienceKey);
        expect(requestCounter(read.nonce)).toBe(at);
        const reply = signReply({ status, body, request: message }, { label: 'session', handle, audienceKey });
        verifyReply('session', { status, headers: reply, body, request: message }, { audienceKey });
      }),
    );
  });

  it('give coded errors alone for whatever fields', () => {
    const headers = signSessionRequest(
      { method: 'GET', url: 'http://a/', body: new Uint8Array(0) },
      { handle, audienceKey, counter: 1 },
    );
    const field = (name: 'signature' | 'signature-input') =>
      fc.oneof(
        fc.constant(headers[name]),
        fc.string(),
        fc
          .tuple(fc.nat({ max: 150 }), fc.string({ maxLength: 3 }))
          .map(([at, text]) => `${headers[name]?.slice(0, at) ?? ''}${text}${headers[name]?.slice(at) ?? ''}`),
        fc
          .tuple(fc.nat({ max: 150 }), fc.nat({ max: 5 }))
          .map(([at, cut]) => `${headers[name]?.slice(0, at) ?? ''}${headers[name]?.slice(at + cut) ?? ''}`),
        fc.stringMatching(
          /^session=(\((("[a-z@-]{1,9}"|[a-z]|:[A-Za-z0-9]{4}:|1\.5|\?1|@1)(;(req|key|sf)(=("[a-z]"|1|a))?)? ?){0,3}\)|:[A-Za-z0-9+/]{4}:|1|"a")(;[a-z]{1,6}=("[a-z]"|@?[0-9]{1,15}|[0-9]{1,12}\.[0-9]{1,3}|%"a"|\?0|tok)){0,3}$/,
        ),
      );
    fc.assert(
      fc.property(
        field('signature-input'),
        field('signature'),
        fc.oneof(fc.constant('http://a/'), fc.string()),
        (input, signature, targetUri) => {
          const message: SignedMessage = {
            method: 'GET',
            targetUri,
            headers: { ...headers, 'signature-input': input, signature },
          };
          expect(signatureCodes).toContain(codeOf(() => receivedSignature('session', message)));
          expect(signatureCodes).toContain(
            codeOf(() => verifyHmac(readSignedRequest('session', message, new Uint8Array(0)).received, audienceKey)),
          );
          expect(signatureCodes).toContain(
            codeOf(() =>
              verifyReply(
                'session',
                { status: 200, headers: message.headers, body: new Uint8Array(0), request: message },
                { audienceKey },
              ),
            ),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('do not hold after any change that another parser could read otherwise', () => {
    const signed = { method: 'GET', url: 'http://a.example/b', body: new Uint8Array(0) };
    const headers = signSessionRequest(signed, { handle, audienceKey, counter: 1 });
    const message = { method: 'GET', targetUri: signed.url, headers };
    fc.assert(
      fc.property(fc.constantFrom('GET', 'HEAD', 'get'), url, (otherMethod, otherUrl) => {
        const other = { ...message, method: otherMethod, targetUri: otherUrl };
        if (otherMethod === 'GET' && otherUrl === signed.url) return;
        expect(codeOf(() => verifyHmac(readSignedRequest('session', other, signed.body).received, audienceKey))).toBe(
          'signature.invalid',
        );
      }),
    );
  });
});

describe('signed documents', () => {
  const key = generateEd25519();
  const Anything = Type.Unknown();

  it('come back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const document = signDocument(key, payloadTypes.directory, value);
        expect(openDocument(document, key.publicKey, payloadTypes.directory, Anything)).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it('open unchanged or not at all', () => {
    const document = signDocument(key, payloadTypes.certificate, { a: 1, b: 'x' });
    fc.assert(
      fc.property(fc.oneof(mutatedJson(document), fc.jsonValue()), (value) => {
        let opened: unknown;
        const code = codeOf(() => (opened = openDocument(value, key.publicKey, payloadTypes.certificate, Anything)));
        if (code === undefined) expect(opened).toEqual({ a: 1, b: 'x' });
        else expect(['document.malformed', 'document.signature-invalid']).toContain(code);
      }),
    );
  });
});

describe('problem documents', () => {
  const codes = Object.keys(errorCodes) as ErrorCode[];

  it('come back', () => {
    const info = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.string({ maxLength: 500 }),
        fc.integer({ min: 0, max: 86_400 }),
        info,
        (code, detail, retryAfter, extra) => {
          const error = new CodedError(code, { detail, retryAfter, info: extra });
          const read = fromProblem(JSON.parse(JSON.stringify(toProblem(error))));
          expect(read).toMatchObject({ code, detail, retryAfter });
          expect(read.info).toEqual(JSON.parse(JSON.stringify(extra)));
        },
      ),
    );
  });

  it('of whatever shape are read as a known code', () => {
    const problem = toProblem(new CodedError('server.unavailable', { detail: 'd', retryAfter: 1, info: { a: 1 } }));
    fc.assert(
      fc.property(fc.oneof(mutatedJson(problem), fc.jsonValue()), (value) => {
        const error = fromProblem(value);
        expect(isErrorCode(error.code)).toBe(true);
        expect(error.retryAfter ?? 0).toBeLessThanOrEqual(86_400);
        expect((error.detail ?? '').length).toBeLessThanOrEqual(500);
      }),
    );
  });
});
