import { afterAll, beforeAll, expect, test } from 'vitest';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

test('A1: refused, led from server to server, authenticated, the terminal is admitted for its certificate’s life', async () => {
  const terminal = await service.device();
  const certified = await terminal.certified();
  const roles = certified.walked.links.map(({ information }) => information.role);
  expect(roles).toEqual(['first-allocation', 'second-allocation', 'authentication']);
  expect(await terminal.present(certified)).toEqual({ expiresIn: 300 });
});
