import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { currentSessionPath, sessionExtensionPath } from '../../src/contract/sessions.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { decodeJson } from '../../src/protocol/bytes.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

const settings = { sessionLifetime: 100, maximumSessionLifetime: 300 };

let servers: ServiceUnderTest;
let opened: RealTerminal;
beforeAll(async () => {
  servers = await startService({ accounts: settings, requiresDeviceAuthentication: false });
});
afterAll(() => servers.close());
beforeEach(async () => {
  opened = await realTerminal(servers);
  await signUp(opened, await newAccount(servers));
  await opened.terminal.currentSession();
});

/** What happened to sessions so far, in order. */
const happened = () => opened.events.flatMap(({ type }) => (type.startsWith('session-') ? [type] : []));
const extensions = () => opened.line.requests.filter(({ url }) => url.endsWith(sessionExtensionPath));

it('C6: a session is extended early under the same keys, until its maximum; then a new one is opened', async () => {
  const first = await opened.terminal.service.session();
  for (let round = 0; round < 2; round += 1) {
    servers.clock.advance(81);
    expect(await opened.terminal.service.session()).toBe(first);
    expect(await opened.terminal.currentSession()).toMatchObject({ state: 'go-on', expiresIn: 100 });
  }
  expect(happened()).toEqual(['session-opened', 'session-extended', 'session-extended']);
  // 243 seconds after it was opened, 57 are left of 300: more than half of a session's life.
  servers.clock.advance(81);
  expect(await opened.terminal.currentSession()).toMatchObject({ expiresIn: 57 });
  servers.clock.advance(50);
  expect(await opened.terminal.currentSession()).toMatchObject({ expiresIn: 100 });
  expect(await opened.terminal.service.session()).not.toBe(first);
  expect(happened().slice(-2)).toEqual(['session-extended', 'session-opened']);
});

it('C6: a session that has run out is not extended', async () => {
  servers.clock.advance(100);
  expect(await opened.terminal.currentSession()).toMatchObject({ expiresIn: 100 });
  expect(extensions()).toHaveLength(0);
  expect(happened()).toEqual(['session-opened', 'session-opened']);
});

it('C6: an extension whose answer was lost is asked for again: another counter, the same wish', async () => {
  let lost = 0;
  opened.line.through = async (request, send) => {
    const response = await send(request);
    if (!request.url.endsWith(sessionExtensionPath) || (lost += 1) > 2) return response;
    throw new CodedError('network.timeout');
  };
  servers.clock.advance(81);
  const before = await opened.terminal.service.session();
  expect(await opened.terminal.service.session()).toBe(before);
  expect(happened()).toEqual(['session-opened', 'session-extended']);
  const sent = extensions();
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map(({ body }) => Buffer.from(body ?? []).toString())).size).toBe(1);
  const counters = sent.map(({ headers }) => /;nonce="(\d+)"/.exec(headers['signature-input'] ?? '')?.[1]);
  expect(new Set(counters).size).toBe(3);
  const { idempotencyKey } = decodeJson(sent[0]?.body ?? new Uint8Array(0), 'request.malformed') as {
    idempotencyKey: string;
  };
  const sql = 'SELECT idempotency_key FROM session_answers WHERE idempotency_key = ?';
  expect(await servers.accountsStore.all(sql, idempotencyKey)).toHaveLength(1);
});

it('C6: an extension that is refused, by whomever, costs no more than a new session', async () => {
  opened.line.through = async (request, send) => {
    if (!request.url.endsWith(sessionExtensionPath)) return send(request);
    return { status: 418, headers: {}, body: new Uint8Array(0) };
  };
  servers.clock.advance(81);
  expect(await opened.terminal.currentSession()).toMatchObject({ expiresIn: 100 });
  expect(happened()).toEqual(['session-opened', 'session-opened']);
});

it('C6: an answer to another request, or of nobody, extends nothing', async () => {
  opened.line.through = async (request, send) => {
    const response = await send(request);
    if (!request.url.endsWith(sessionExtensionPath)) return response;
    return { ...response, body: Buffer.from('{"expiresIn":86400}') };
  };
  servers.clock.advance(81);
  expect(await opened.terminal.currentSession()).toMatchObject({ expiresIn: 100 });
  expect(happened()).toEqual(['session-opened', 'session-opened']);
});

it('C6: whoever needs the session at the same moment shares one extension', async () => {
  servers.clock.advance(81);
  await Promise.all(Array.from({ length: 6 }, () => opened.terminal.currentSession()));
  expect(extensions()).toHaveLength(1);
  expect(opened.line.paths(currentSessionPath).length).toBeGreaterThan(6);
});
