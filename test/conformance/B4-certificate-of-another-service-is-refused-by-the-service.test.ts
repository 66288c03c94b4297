import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

test('B4: a service refuses a certificate that was made for another service', async () => {
  const terminal = await service.device();
  const certified = await terminal.certified({ serviceId: 'other-maps' });
  expect(await codeOfRejection(terminal.present(certified))).toBe('certificate.wrong-service');
});
