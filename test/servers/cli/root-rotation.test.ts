import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDirectory } from '../../../src/allocation/directory.ts';
import { followSuccession } from '../../../src/allocation/root-succession.ts';
import type { SignedDocument } from '../../../src/contract/documents.ts';
import type { TerminalConfiguration } from '../../../src/contract/terminal-configuration.ts';
import { FileStore } from '../../../src/host/file-store.ts';
import { httpTransport } from '../../../src/host/http-transport.ts';
import { MapFolder } from '../../../src/host/map-folder.ts';
import { monotonicClock } from '../../../src/host/monotonic-clock.ts';
import { UnsafeFileVault } from '../../../src/host/unsafe-file-vault.ts';
import { fromBase64url } from '../../../src/protocol/bytes.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { findFreePort } from '../../support/listen.ts';
import { operate, runServers } from '../../support/server-processes.ts';

interface TrustFile {
  readonly rootKey: string;
  readonly lowestVersion: number;
  readonly directory: SignedDocument;
  readonly rootSuccessors?: readonly SignedDocument[];
}

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'naviterm-root-'));
  expect(await operate('--data', data, 'init', '--port', String(await findFreePort()))).toMatchObject({ code: 0 });
});
afterAll(() => rm(data, { recursive: true }));

const json = async (...path: string[]): Promise<unknown> => JSON.parse(await readFile(join(data, ...path), 'utf8'));
const anchorOf = ({ rootKey, lowestVersion }: Pick<TrustFile, 'rootKey' | 'lowestVersion'>) => ({
  rootKey: fromBase64url(rootKey),
  lowestVersion,
});

async function terminal(configuration: TerminalConfiguration, name: string): Promise<Terminal> {
  const folder = join(data, name);
  return Terminal.open({
    configuration,
    ports: {
      store: new FileStore(folder),
      vault: new UnsafeFileVault(folder),
      maps: new MapFolder(join(folder, 'maps')),
      transport: httpTransport,
      clock: monotonicClock,
    },
  });
}

it('root rotate signs everything anew under a root that the old one names, and old and new terminals go on', async () => {
  const before = (await json('accounts', 'trust.json')) as TrustFile;
  const oldTerminals = (await json('terminal.json')) as TerminalConfiguration;
  const { rootPrivateKey } = (await json('root', 'root.json')) as { rootPrivateKey: string };
  const { code, stderr } = await operate('--data', data, 'root', 'rotate');
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('start these again');

  const now = (await json('accounts', 'trust.json')) as TrustFile;
  expect(now.rootKey).not.toBe(before.rootKey);
  const { anchor } = followSuccession(anchorOf(before), now.rootSuccessors ?? []);
  expect(anchor).toEqual(anchorOf(now));
  const version = (trust: TrustFile) => openDirectory(trust.directory, anchorOf(trust), 0).version;
  expect(version(now)).toBeGreaterThan(version(before));
  expect(await readFile(join(data, 'root', 'root.json'), 'utf8')).not.toContain(rootPrivateKey);

  const newTerminals = (await json('terminal.json')) as TerminalConfiguration;
  expect(newTerminals.allocationRoot).toEqual({ publicKey: now.rootKey, lowestVersion: now.lowestVersion });
  const servers = await runServers(data);
  const entered = await Promise.all(
    [oldTerminals, newTerminals].map(async (configuration, index) => {
      const opened = await terminal(configuration, `terminal-${index}`);
      return (await opened.directory.get()).version;
    }),
  );
  expect(entered).toEqual([version(now), version(now)]);
  servers.child.stdin?.end();
  expect(await servers.ended).toBe(0);
});

it('a server takes no answer of another root that its own has not named', async () => {
  const other = await mkdtemp(join(tmpdir(), 'naviterm-root-'));
  await operate('--data', other, 'root', 'create');
  const request = join(other, 'request.json');
  await writeFile(request, (await operate('--data', data, 'init', 'accounts', '--request')).stdout);
  const answer = join(other, 'answer.json');
  await writeFile(answer, (await operate('--data', other, 'root', 'sign', request)).stdout);
  const { code, stderr } = await operate('--data', data, 'init', 'accounts', '--answer', answer);
  expect(code).toBe(1);
  expect(stderr).toContain('[document.signature-invalid]');
  await rm(other, { recursive: true });
});
