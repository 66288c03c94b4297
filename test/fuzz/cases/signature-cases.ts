import { expect } from 'vitest';
import { readCanonicalRequest } from '../../../src/protocol/canonical-signatures.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { receivedSignature, verifyHmac, type SignedMessage } from '../../../src/protocol/http-signatures.ts';
import { generateEd25519 } from '../../../src/protocol/keys.ts';
import {
  readSignedRequest,
  requestCounter,
  signDeviceRequest,
  signReply,
  signSessionRequest,
  verifyReply,
} from '../../../src/protocol/request-signatures.ts';
import { ofJson, type ParserCase } from './parser-case.ts';

const reads = ['http-signatures', 'canonical-signatures', 'request-signatures'].map(
  (file) => `src/protocol/${file}.ts`,
);
const audienceKey = new Uint8Array(32).fill(3);
const handle = 'AAAAAAAAAAAAAAAAAAAAAA';
const body = new Uint8Array(0);
const signed = { method: 'GET', url: 'http://maps.example:8080/v1/catalog', body };

/** A message as strings in JSON, so that names and values are changed alike. */
interface Message {
  readonly method: string;
  readonly targetUri: string;
  readonly headers: Record<string, string>;
}

function messageOf(value: unknown): Message | undefined {
  const { method, targetUri, headers } = (value ?? {}) as Partial<Record<keyof Message, unknown>>;
  if (typeof method !== 'string' || typeof targetUri !== 'string') return undefined;
  if (typeof headers !== 'object' || headers === null) return undefined;
  const fields = Object.entries(headers).filter((field): field is [string, string] => typeof field[1] === 'string');
  return { method, targetUri, headers: Object.fromEntries(fields) };
}

/** Signed requests and replies: coded errors alone, and the quick way never reads what the full parser reads otherwise. */
export function signatureCases(): ParserCase[] {
  const session = signSessionRequest(
    { ...signed, headers: { range: 'bytes=0-9' } },
    { handle, audienceKey, counter: 1 },
  );
  const device = signDeviceRequest(signed, generateEd25519(), 'n');
  const request: SignedMessage = { method: 'GET', targetUri: signed.url, headers: session };
  const reply = signReply({ status: 200, body, request }, { label: 'session', handle, audienceKey });
  const message = (headers: Record<string, string>) => ({ method: 'GET', targetUri: signed.url, headers });
  const cases = (['session', 'device'] as const).flatMap((label) => [
    ofJson(`${label} request`, reads, [message(session), message(device)], (value) => {
      const received = messageOf(value);
      if (received === undefined) return;
      const read = readSignedRequest(label, received, body);
      verifyHmac(read.received, audienceKey);
      requestCounter(read.nonce);
    }),
    ofJson(`${label} request, quick and full`, reads, [message(session), message(device)], (value) => {
      const received = messageOf(value);
      if (received === undefined) return;
      const quick = readCanonicalRequest(label, received);
      if (quick === undefined) return;
      const full = receivedSignature(label, received);
      expect(quick.received.base).toBe(full.base);
      expect(quick.received.signature).toBe(full.signature);
      expect([quick.keyid, quick.nonce, quick.alg]).toEqual([...full.parameters.values()]);
    }),
  ]);
  return [
    ...cases,
    ofJson('reply', reads, [message(reply)], (value) => {
      const received = messageOf(value);
      if (received === undefined) return;
      verifyReply('session', { status: 200, headers: received.headers, body, request }, { audienceKey });
    }),
    ofJson('counter of a request', reads, ['1', '9007199254740991', '0'], (value) => {
      if (typeof value !== 'string') throw new CodedError('request.malformed');
      expect(Number.isSafeInteger(requestCounter(value))).toBe(true);
    }),
  ];
}
