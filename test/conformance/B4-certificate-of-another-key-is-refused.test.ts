import { generateEd25519 } from '../../src/protocol/keys.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

test('B4: whoever sees a certificate on the wire cannot present it with a key of his own', async () => {
  const terminal = await service.device();
  const certified = await terminal.certified();
  const key = generateEd25519();
  expect(await codeOfRejection(terminal.present(certified, { key }))).toBe('certificate.invalid');
  // The right key's name over another key's signature.
  const named = { privateKey: key.privateKey, publicKey: certified.key.publicKey };
  expect(await codeOfRejection(terminal.present(certified, { key: named }))).toBe('signature.invalid');
  // The same service's nonce, but not the one that the certificate was made for.
  const serviceNonce = await terminal.demand();
  expect(await codeOfRejection(terminal.present(certified, { serviceNonce }))).toBe('certificate.invalid');
  expect(await terminal.present(certified)).toEqual({ expiresIn: 300 });
});
