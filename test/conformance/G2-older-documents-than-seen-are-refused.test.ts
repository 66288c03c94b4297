import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConnectionInformation } from '../../src/contract/allocation.ts';
import { directoryPath, type Directory } from '../../src/contract/directory.ts';
import { payloadTypes } from '../../src/contract/documents.ts';
import { encodeJson } from '../../src/protocol/bytes.ts';
import { peekUnverified, signDocument } from '../../src/protocol/signed-document.ts';
import { walkAsTerminal } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { realTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

test('G2: a directory older than the terminal has seen is refused, after a restart, too', async () => {
  const opened = await realTerminal(servers);
  const newer: Directory = { ...servers.trust.directory, version: 3 };
  const body = encodeJson(signDocument(servers.rootKey, payloadTypes.directory, newer));
  opened.line.through = async (request, send) => {
    const response = await send(request);
    return new URL(request.url).pathname === directoryPath ? { ...response, body } : response;
  };
  expect((await opened.terminal.directory.get()).version).toBe(3);

  // The servers' own is version 1: what an attacker has recorded long ago.
  const again = await opened.restart();
  expect(await codeOfRejection(again.terminal.directory.get())).toBe('document.version-stale');
  expect(again.terminal.status().directoryVersion).toBe(3);
});

test('G2: a first link older than seen, or than the root says that it may be, is refused', async () => {
  const { rootKey, trust } = servers;
  const information = peekUnverified(trust.firstAllocation, ConnectionInformation);
  const newer = signDocument(rootKey, payloadTypes.connectionInformation, { ...information, version: 3 });
  const { seen } = await walkAsTerminal(servers, { first: newer });
  expect(await codeOfRejection(walkAsTerminal(servers, { seen }))).toBe('document.version-stale');
  const anchor = { ...trust.anchor, lowestVersion: 2 };
  expect(await codeOfRejection(walkAsTerminal(servers, { anchor }))).toBe('document.version-stale');
  expect(await codeOfRejection(walkAsTerminal(servers, { anchor, first: newer, seen }))).toBeUndefined();
});
