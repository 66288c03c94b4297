import { afterAll, beforeAll, expect, it } from 'vitest';
import { healthPath } from '../../src/contract/health.ts';
import { payloadTypes } from '../../src/contract/documents.ts';
import { currentSessionPath, sessionEndPath } from '../../src/contract/sessions.ts';
import { signDocument } from '../../src/protocol/signed-document.ts';
import { Endpoints } from '../support/endpoints.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

const dead = 'http://stopped.invalid';
const silent = 'http://silent.invalid';
let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
  const { trust, rootKey, contexts } = servers;
  const endpoints = [
    { url: dead, priority: 0, weight: 1 },
    { url: silent, priority: 1, weight: 1 },
    { url: contexts.accounts.baseUrl, priority: 2, weight: 1 },
  ];
  const entries = trust.directory.servers.map((entry) => (entry.role === 'accounts' ? { ...entry, endpoints } : entry));
  const directory = { ...trust.directory, servers: entries, version: 2 };
  const directoryDocument = signDocument(rootKey, payloadTypes.directory, directory);
  Object.assign(contexts.maps, { trust: { ...trust, directory, directoryDocument } });
  await servers.restart();
});
afterAll(() => servers.close());

it('C4: sign-up, session and signed requests go to the endpoint that answers, and each change to that one alone', async () => {
  const opened = await realTerminal(servers);
  opened.line.through = new Endpoints({ [dead]: 'nobody', [silent]: 'silence' }).through;
  await signUp(opened, await newAccount(servers));
  expect(await opened.terminal.currentSession()).toMatchObject({ state: 'go-on' });
  await opened.terminal.sessions.forget();
  const { baseUrl } = servers.contexts.accounts;
  for (const path of [currentSessionPath, sessionEndPath]) {
    const asked = opened.line.requests.map(({ url }) => url).filter((url) => new URL(url).pathname === path);
    expect(new Set(asked)).toEqual(new Set([baseUrl + path]));
  }
  expect(opened.line.paths(healthPath).length).toBeGreaterThanOrEqual(3);
});
