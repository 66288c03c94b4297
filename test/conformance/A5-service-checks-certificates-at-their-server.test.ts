import { afterAll, beforeAll, expect, test } from 'vitest';
import { revokeDevice } from '../../local-servers/authentication/operator.ts';
import { openAuthenticationDatabase } from '../../local-servers/authentication/store/authentication-store.ts';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

test('A5: a certificate that looks right is refused when its authentication server says no', async () => {
  const terminal = await service.device();
  const certified = await terminal.certified();
  const { authentication } = service.contexts;
  const devices = await openAuthenticationDatabase(authentication.folder);
  await revokeDevice(authentication, devices, terminal.device.deviceId);
  await devices.close();
  expect(await codeOfRejection(terminal.present(certified))).toBe('certificate.invalid');
});
