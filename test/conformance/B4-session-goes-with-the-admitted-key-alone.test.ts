import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import type { VisitingTerminal } from '../support/visiting-terminal.ts';

let service: ServiceUnderTest;
let terminal: VisitingTerminal;
beforeAll(async () => {
  service = await startService();
  terminal = await service.terminal();
});
afterAll(() => service.close());

test('B4: a session bound to another key than the admitted one, or to none, is sent to authentication', async () => {
  const admitted = await terminal.certified();
  await terminal.present(admitted);
  const notAdmitted = await terminal.certified();
  await terminal.openSession(notAdmitted.key);
  expect(await codeOfRejection(terminal.get('/v1/catalog'))).toBe('device.authentication-required');
  await terminal.openSession();
  expect(await codeOfRejection(terminal.get('/v1/catalog'))).toBe('device.authentication-required');
  await terminal.openSession(admitted.key);
  await terminal.get('/v1/catalog');
});
