import { afterAll, beforeAll, expect, test } from 'vitest';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

test('B4: a terminal that lost the reply presents its certificate again and gets the same admission', async () => {
  const terminal = await service.device();
  const certified = await terminal.certified();
  expect(await terminal.present(certified)).toEqual({ expiresIn: 300 });
  service.clock.advance(40);
  expect(await terminal.present(certified)).toEqual({ expiresIn: 260 });
  await service.restart();
  expect(await terminal.present(certified)).toEqual({ expiresIn: 260 });
  const rows = await service.store.all('SELECT device_key FROM admissions');
  expect(rows).toHaveLength(1);
});
