import { randomBytes } from '../../src/protocol/random.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { refusal } from '../../src/protocol/transport.ts';
import { revokeSessions } from '../../local-servers/accounts/operator.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import type { VisitingTerminal } from '../support/visiting-terminal.ts';

let service: ServiceUnderTest;
let terminal: VisitingTerminal;
beforeAll(async () => {
  service = await startService({ accounts: { sessionLifetime: 30 } });
  terminal = await service.terminal();
});
afterAll(() => service.close());

test('C5: the service answers unknown, expired and revoked sessions with different codes', async () => {
  const key = await terminal.enter();
  const { audience } = terminal;
  await terminal.get('/v1/catalog');
  service.clock.advance(29);
  await terminal.get('/v1/catalog');
  service.clock.advance(2);
  // Signed with the session's key, so that it is known to come from the service.
  expect(await codeOfRejection(terminal.get('/v1/catalog'))).toBe('session.expired');
  // A service that never saw it live is told the same by the account server, but has no key to sign with.
  await service.restart();
  expect(refusal(await terminal.send('/v1/catalog', terminal.sign('/v1/catalog'))).code).toBe('session.expired');

  terminal.audience = { handle: toBase64url(randomBytes(16)), audienceKey: randomBytes(32) };
  expect(refusal(await terminal.send('/v1/catalog', terminal.sign('/v1/catalog'))).code).toBe('session.unknown');
  terminal.audience = { handle: 'no handle', audienceKey: randomBytes(32) };
  expect(refusal(await terminal.send('/v1/catalog', terminal.sign('/v1/catalog'))).code).toBe('session.unknown');
  terminal.audience = { handle: 'AAAA', audienceKey: randomBytes(32) };
  expect(refusal(await terminal.send('/v1/catalog', terminal.sign('/v1/catalog'))).code).toBe('session.unknown');

  const { userId } = await terminal.openSession(key);
  await revokeSessions(service.contexts.accounts, service.accountsStore, userId);
  expect(refusal(await terminal.send('/v1/catalog', terminal.sign('/v1/catalog'))).code).toBe('session.revoked');
  expect(terminal.audience).not.toEqual(audience);
});
