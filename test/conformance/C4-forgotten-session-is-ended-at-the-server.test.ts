import { afterAll, beforeAll, expect, it } from 'vitest';
import { currentSessionPath, sessionEndPath } from '../../src/contract/sessions.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { audienceOf } from '../../src/protocol/session-keys.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import { remaining } from '../support/session-changes.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService({ requiresDeviceAuthentication: false });
});
afterAll(() => servers.close());

/** A terminal in session, and how somebody with a copy of the session's keys fares. */
async function inSession(): Promise<RealTerminal & { readonly copy: () => Promise<number | string> }> {
  const opened = await realTerminal(servers);
  await signUp(opened, await newAccount(servers));
  await opened.terminal.currentSession();
  const audience = audienceOf(await opened.terminal.service.session(), 'accounts');
  return { ...opened, copy: () => remaining(servers.contexts.accounts, audience) };
}

it('C4: a terminal that forgets its account ends its session at the server', async () => {
  const { terminal, copy } = await inSession();
  expect(await copy()).toBe(300);
  await terminal.sessions.forget();
  expect(await copy()).toBe('session.revoked');
});

it('C4: it forgets as well when nobody can be reached, and without waiting for anybody', async () => {
  const { terminal, line, copy } = await inSession();
  const before = servers.clock.now();
  const tried: string[] = [];
  line.through = async ({ url }) => {
    tried.push(new URL(url).pathname);
    throw new CodedError('network.unreachable');
  };
  await terminal.sessions.forget();
  expect(tried).toEqual([sessionEndPath]);
  expect(servers.clock.now()).toBe(before);
  expect(terminal.status().account).toBeUndefined();
  expect(await terminal.context.ports.vault.get('access-key')).toBeUndefined();
  expect(await copy()).toBe(300);
});

it('C4: signing out ends the session together with the key, with no request more', async () => {
  const { terminal, line, copy } = await inSession();
  await terminal.signOut();
  expect(await copy()).toBe('session.revoked');
  expect(line.paths(currentSessionPath)).not.toContain(sessionEndPath);
});
