import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import type { VisitingTerminal } from '../support/visiting-terminal.ts';

let service: ServiceUnderTest;
let terminal: VisitingTerminal;
beforeAll(async () => {
  service = await startService({ certificateLifetime: 60, accounts: { sessionLifetime: 300 } });
  terminal = await service.terminal();
});
afterAll(() => service.close());

test('B4: when the admission has run out, the live session alone does not count, and the terminal is sent back', async () => {
  await terminal.enter();
  service.clock.advance(59);
  await terminal.get('/v1/catalog');
  service.clock.advance(2);
  expect(await codeOfRejection(terminal.get('/v1/catalog'))).toBe('device.authentication-required');
  await terminal.enter();
  await terminal.get('/v1/catalog');
  // Admissions outlive a restart of the service, and so does their end.
  await service.restart();
  await terminal.get('/v1/catalog');
  service.clock.advance(61);
  await service.restart();
  expect(await codeOfRejection(terminal.get('/v1/catalog'))).toBe('device.authentication-required');
});
