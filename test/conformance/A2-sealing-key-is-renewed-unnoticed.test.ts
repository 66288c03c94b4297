import { afterAll, beforeAll, expect, test } from 'vitest';
import { payloadTypes } from '../../src/contract/documents.ts';
import type { Directory } from '../../src/contract/directory.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { generateX25519 } from '../../src/protocol/keys.ts';
import { signDocument } from '../../src/protocol/signed-document.ts';
import { codeOfRejection } from '../support/coded.ts';
import { realTerminal, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

/** Seconds. */
const grace = 86_400;

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

const serviceWalked = () => realTerminal(servers, { route: 'service-walked' });

/** Directories that it was given since it was asked the last time. */
function loaded({ events }: RealTerminal): number {
  return events.splice(0).filter(({ type }) => type === 'directory-loaded').length;
}

/** The service hands out a directory that names another sealing key. */
async function nameSealingKey(publicKey: Uint8Array): Promise<void> {
  const { maps } = servers.contexts;
  const { trust } = maps;
  const version = trust.directory.version + 1;
  const directory: Directory = { ...trust.directory, version, allocationSealingKey: toBase64url(publicKey) };
  const directoryDocument = signDocument(servers.rootKey, payloadTypes.directory, directory);
  Object.assign(maps, { trust: { ...trust, directory, directoryDocument } });
  await servers.restart();
}

test('A2: terminals that know the sealing key before are served for its grace time, and hear of the new one in one attempt', async () => {
  const running = await serviceWalked();
  await running.terminal.allocateAnew();
  expect(loaded(running)).toBe(1);

  const key = generateX25519();
  const { sealingKeys } = servers;
  sealingKeys.splice(0, 1, { key }, { key: servers.sealingKey, until: servers.clock.now() + grace });
  await nameSealingKey(key.publicKey);
  await running.terminal.allocateAnew();
  expect(loaded(running)).toBe(0);
  await (await serviceWalked()).terminal.allocateAnew();

  servers.clock.advance(grace);
  await running.terminal.allocateAnew();
  expect(loaded(running)).toBe(1);
  await running.terminal.allocateAnew();
  expect(loaded(running)).toBe(0);
});

test('A2: where no newer directory helps, the refusal is told, after one look', async () => {
  await nameSealingKey(generateX25519().publicKey);
  const terminal = await serviceWalked();
  expect(await codeOfRejection(terminal.terminal.allocateAnew())).toBe('request.malformed');
  expect(loaded(terminal)).toBe(2);
  // Whoever walks itself seals nothing.
  await (await realTerminal(servers)).terminal.allocateAnew();
});
