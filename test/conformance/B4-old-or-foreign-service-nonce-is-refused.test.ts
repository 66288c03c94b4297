import { randomBytes } from '../../src/protocol/random.ts';
import { createServiceNonce } from '../../src/protocol/service-nonce.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

test('B4: a certificate for a nonce that is too old, or that another service made, is refused', async () => {
  const terminal = await service.device();
  const foreign = await terminal.certified({
    serviceNonce: createServiceNonce(randomBytes(32), 'maps', service.clock.now()),
  });
  expect(await codeOfRejection(terminal.present(foreign))).toBe('device.nonce-invalid');
  const serviceNonce = await terminal.demand();
  service.clock.advance(301);
  const old = await terminal.certified({ serviceNonce });
  expect(await codeOfRejection(terminal.present(old))).toBe('device.nonce-invalid');
  expect(await terminal.present(await terminal.certified())).toEqual({ expiresIn: 300 });
});
