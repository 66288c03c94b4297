import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../src/contract/check.ts';
import {
  AuthenticationRequired,
  AuthenticationRequiredInfo,
  terminalNonceHeader,
} from '../../src/contract/device-authentication.ts';
import { payloadTypes } from '../../src/contract/documents.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { sha256 } from '../../src/protocol/hash.ts';
import { openDocument } from '../../src/protocol/signed-document.ts';
import { refusal } from '../../src/protocol/transport.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

test('A1: a request without a signature is answered with the first allocation server, signed for this request', async () => {
  const terminal = await service.device();
  const nonce = toBase64url(new Uint8Array(32).fill(9));
  const response = await terminal.send('/v1/catalog', { [terminalNonceHeader]: nonce });
  expect(response.status).toBe(401);
  const error = refusal(response);
  expect(error.code).toBe('device.authentication-required');
  const { firstAllocation, statement } = check(AuthenticationRequiredInfo, error.info, 'network.answer-invalid');
  expect(firstAllocation).toEqual(service.trust.firstAllocation);
  const { signingKey } = service.contexts.maps;
  const said = openDocument(
    statement,
    signingKey.publicKey,
    payloadTypes.authenticationRequired,
    AuthenticationRequired,
  );
  expect(said).toEqual({
    serviceId: 'maps',
    nonce,
    serviceNonce: expect.any(String),
    firstAllocation: toBase64url(sha256(fromBase64url(firstAllocation.payload))),
  });
  // Every address but the open ones answers so, and without a nonce too.
  const paths = ['/v1/metadata/timestamp.json', '/v1/regions/montevideo/key', `/v1/chunks/${'A'.repeat(43)}`];
  const codes = await Promise.all(paths.map(async (path) => refusal(await terminal.send(path)).code));
  expect(new Set(codes)).toEqual(new Set(['device.authentication-required']));
  expect(refusal(await terminal.send('/v1/catalog', { [terminalNonceHeader]: 'short' })).code).toBe(
    'request.malformed',
  );
});
