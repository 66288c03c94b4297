import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentSessionPath } from '../../src/contract/sessions.ts';
import { catalogPath } from '../../src/contract/maps.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { signSessionRequest } from '../../src/protocol/request-signatures.ts';
import { audienceKey } from '../../src/protocol/session-keys.ts';
import { refusal } from '../../src/protocol/transport.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let opened: RealTerminal;
beforeAll(async () => {
  servers = await startService();
  opened = await realTerminal(servers);
  await signUp(opened, await newAccount(servers));
});
afterAll(() => servers.close());

test('C5: what a session signs for one audience or address counts at no other', async () => {
  const { terminal } = opened;
  const session = await terminal.service.session();
  const maps = servers.contexts.maps.baseUrl + catalogPath;
  const accounts = servers.contexts.accounts.baseUrl + currentSessionPath;

  async function codeAt(url: string, audience: string, signedFor = url): Promise<string> {
    const own = terminal.sessions.audience(session, session.handles.has(audience) ? audience : 'maps');
    const key = audienceKey(session.sessionKey, own.handle, audience);
    const request = { method: 'GET', url: signedFor, body: new Uint8Array(0), headers: {} };
    const headers = signSessionRequest(request, { ...own, audienceKey: key });
    const response = await httpTransport({ method: 'GET', url, headers, maximumBytes: 65_536, timeout: 10 });
    return response.status === 200 ? 'ok' : refusal(response).code;
  }

  expect(await codeAt(maps, 'maps')).toBe('ok');
  expect(await codeAt(accounts, 'accounts')).toBe('ok');
  // A key for another audience, one that the session was not opened for, and one of a server that is no audience.
  expect(await codeAt(maps, 'accounts')).toBe('session.unknown');
  expect(await codeAt(maps, 'other-maps')).toBe('signature.invalid');
  expect(await codeAt(accounts, 'maps')).toBe('session.unknown');
  expect(await codeAt(accounts, 'authentication')).toBe('session.unknown');
  // The right key, but signed for another address, as somebody on the way would pass it on.
  expect(await codeAt(maps, 'maps', maps.replace('127.0.0.1', 'localhost'))).toBe('signature.invalid');
  expect(await codeAt(maps, 'maps', `${maps}?x=1`)).toBe('signature.invalid');
  expect(await codeAt(accounts, 'accounts', maps)).toBe('signature.invalid');
});
