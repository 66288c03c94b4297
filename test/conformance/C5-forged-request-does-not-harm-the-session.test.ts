import { refusal } from '../../src/protocol/transport.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import type { VisitingTerminal } from '../support/visiting-terminal.ts';

let service: ServiceUnderTest;
let terminal: VisitingTerminal;
beforeAll(async () => {
  service = await startService();
  terminal = await service.terminal();
});
afterAll(() => service.close());

test('C5: forged requests under a handle seen on the wire are refused, and the session goes on', async () => {
  await terminal.enter();
  const real = terminal.audience;
  if (real === undefined) throw new Error('no session');
  const forge = async () => {
    terminal.audience = { ...real, audienceKey: new Uint8Array(32) };
    const response = await terminal.send('/v1/catalog', terminal.sign('/v1/catalog'));
    terminal.audience = real;
    return refusal(response).code;
  };
  // Before the service knows the session, and after.
  expect(await forge()).toBe('session.unknown');
  await terminal.get('/v1/catalog');
  expect(await forge()).toBe('signature.invalid');
  await terminal.get('/v1/catalog');
});
