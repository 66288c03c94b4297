import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from 'typebox';
import { KeptValue } from '../../../src/host/kept-value.ts';
import { factsOf, InstalledMaps, knownFacts } from '../../../src/terminal/installed-maps.ts';
import { readWhole } from '../../../src/host/atomic-file.ts';
import { FileStore } from '../../../src/host/file-store.ts';
import { removeLeftovers } from '../../../src/host/leftovers.ts';
import { MapFolder } from '../../../src/host/map-folder.ts';
import { asCodedError } from '../../../src/host/system-error.ts';
import { lockFolder } from '../../../src/host/terminal-lock.ts';
import { UnsafeFileVault } from '../../../src/host/unsafe-file-vault.ts';
import { openTerminal } from '../../../src/host/open-terminal.ts';
import { encodeJson, toBase64url, utf8 } from '../../../src/protocol/bytes.ts';
import { StateFile } from '../../../src/terminal/state.ts';
import { facts } from '../../unit/maps/support.ts';
import { Repository } from '../../unit/maps/tuf/repository.ts';
import { signChain } from '../../support/chains.ts';
import { ofBytes, ofJsonBytes, type ParserCase } from './parser-case.ts';

const digest = 'ab'.repeat(32);

/** Gives `work` a fresh folder, and takes it away again. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'naviterm-fuzz-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The files of a terminal: its configuration, its memory, its secrets, its lock and its maps. */
export async function hostCases(): Promise<ParserCase[]> {
  const configuration = {
    serviceUrl: 'http://127.0.0.1:9',
    allocationRoot: { publicKey: toBase64url(new Uint8Array(32)), lowestVersion: 1 },
    mapRoot: Buffer.from(new Repository().root).toString('utf8'),
  };
  const state = {
    format: 1,
    device: { deviceId: 'A'.repeat(22), makerId: 'acme', modelId: 'N', hardwareNumber: '1' },
    account: { userId: 'user', accessKeyId: 'A'.repeat(22), slotId: 'A'.repeat(22), confirmed: true },
    directoryVersion: 1,
    seenVersions: { a: 1 },
    chains: { a: signChain([{}, {}]) },
  };
  const vault = await inFolder(async (folder) => {
    const secrets = new UnsafeFileVault(folder);
    await secrets.set('device-secret', 'secret');
    const read = (name: string) => readWhole(join(folder, name), 65_536);
    return { secrets: await read('unsafe-vault.json'), key: await read('unsafe-vault.key') };
  });
  const secrets = vault.secrets ?? new Uint8Array();
  const key = vault.key ?? new Uint8Array();
  return [
    ofJsonBytes(
      'terminal.json',
      ['src/host/open-terminal.ts', 'src/terminal/terminal-context.ts'],
      [encodeJson(configuration)],
      (input) =>
        inFolder(async (folder) => {
          await writeFile(join(folder, 'terminal.json'), input);
          const opened = await openTerminal({ data: folder, unsafeFileVault: true });
          opened.terminal.status();
          await opened.close();
        }),
    ),
    ofJsonBytes(
      'terminal-state.json',
      ['src/terminal/stored-file.ts', 'src/terminal/state.ts', 'src/host/atomic-file.ts', 'src/host/file-store.ts'],
      [encodeJson(state)],
      (input) =>
        inFolder(async (folder) => {
          await writeFile(join(folder, 'terminal-state.json'), input);
          await StateFile.open(new FileStore(folder));
        }),
    ),
    ofJsonBytes('unsafe-vault.json', ['src/host/unsafe-file-vault.ts'], [secrets], (input) =>
      inFolder(async (folder) => {
        await writeFile(join(folder, 'unsafe-vault.json'), input);
        await writeFile(join(folder, 'unsafe-vault.key'), key);
        await new UnsafeFileVault(folder).get('device-secret');
        await new UnsafeFileVault(folder).set('access-key', 'x');
      }),
    ),
    ofBytes('unsafe-vault.key', ['src/host/unsafe-file-vault.ts'], [key], (input) =>
      inFolder(async (folder) => {
        await writeFile(join(folder, 'unsafe-vault.json'), secrets);
        await writeFile(join(folder, 'unsafe-vault.key'), input);
        await new UnsafeFileVault(folder).get('device-secret');
      }),
    ),
    ofJsonBytes('a kept value', ['src/host/kept-value.ts'], [encodeJson({ recent: [], count: 1 })], (input) =>
      inFolder(async (folder) => {
        const schema = Type.Object({ recent: Type.Array(Type.String()), count: Type.Integer() });
        await writeFile(join(folder, 'kept.json'), input);
        const initial = { recent: [], count: 0 };
        const { damage } = await KeptValue.open({ folder, name: 'kept.json', schema, initial });
        if (damage !== undefined) throw damage;
      }),
    ),
    ofJsonBytes(
      'installed-maps.json',
      ['src/terminal/installed-maps.ts'],
      [
        encodeJson({
          [facts.name]: factsOf({ ...facts, sha256: digest, length: 1, chunkList: { sha256: digest, length: 1 } }),
        }),
      ],
      (input) =>
        inFolder(async (folder) => {
          await writeFile(join(folder, 'installed-maps.json'), input);
          const installed = await new InstalledMaps(new FileStore(folder)).all();
          for (const [name, one] of Object.entries(installed))
            await knownFacts({ name, ...one }, () => Promise.resolve(new Map()));
        }),
    ),
    ofBytes(
      'terminal.lock',
      ['src/host/terminal-lock.ts'],
      [utf8(`${process.pid} boot 1`), utf8('999999999 x'), utf8(`${process.pid}`)],
      (input) =>
        inFolder(async (folder) => {
          const path = join(folder, 'terminal.lock');
          const text = Buffer.from(input).toString('latin1').replaceAll('\0', '');
          if (input.length % 2 === 0 && text !== '' && text.length < 4_000) await symlink(text, path);
          else await writeFile(path, input);
          await (
            await lockFolder(folder)
          )();
        }),
    ),
    ofBytes(
      'names in the folder of maps',
      ['src/host/map-folder.ts', 'src/host/leftovers.ts', 'src/host/system-error.ts'],
      [utf8(digest), utf8(`${digest}.list`), utf8(`${digest}.draft`)],
      (input) =>
        inFolder(async (folder) => {
          const name = Buffer.from(input).toString('latin1').replaceAll(/[\0/]/g, '_').slice(0, 80);
          const place = join(folder, facts.name);
          await mkdir(place, { recursive: true });
          if (name !== '' && name !== '.' && name !== '..') await writeFile(join(place, name), input).catch(ownError);
          const artefact = new MapFolder(folder).artefact(facts.name);
          for (const version of await artefact.versions()) {
            await artefact.withVersion(version, async (file) => file.read(0, new Uint8Array(await file.size())));
          }
          for (const list of await artefact.lists.names()) await artefact.lists.get(list);
          for (const draft of await artefact.drafts.names()) {
            const opened = await artefact.drafts.open(draft, 5);
            await opened.read(0, new Uint8Array(9));
            await opened.close();
          }
          await removeLeftovers(folder, folder);
        }),
    ),
  ];
}

/** Some systems take fewer names than others. */
function ownError(error: unknown): void {
  if (asCodedError(error, 'store.unreadable') === undefined) throw error;
}
