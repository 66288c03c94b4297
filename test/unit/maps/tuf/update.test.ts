import { beforeEach, describe, expect, it } from 'vitest';
import { generateEd25519 } from '../../../../src/protocol/keys.ts';
import { parseRoot } from '../../../../src/maps/tuf/metadata.ts';
import { mapTargets, readTrusted } from '../../../../src/maps/tuf/trusted.ts';
import { coded } from '../support.ts';
import { mapTarget, Repository, Terminal } from './repository.ts';

const invalid = coded('map.metadata-invalid');
const versions = (terminal: Terminal) =>
  [...mapTargets(readTrusted(terminal.stored)).values()].map((target) => target.version);

let repository: Repository;
let terminal: Terminal;
let firstRoot: Uint8Array;
beforeEach(() => {
  repository = new Repository();
  firstRoot = repository.root;
  repository.publish([mapTarget('one')]);
  terminal = new Terminal(firstRoot);
});

describe('a first update', () => {
  it('follows the workflow and gives the signed maps', async () => {
    const trusted = await terminal.update(repository.files);
    expect(terminal.asked).toEqual(['2.root.json', 'timestamp.json', '2.snapshot.json', '2.targets.json']);
    expect([...mapTargets(trusted).values()]).toEqual([mapTarget('one')]);
    expect(mapTargets(readTrusted(terminal.stored))).toEqual(mapTargets(trusted));
  });

  it('fetches next time only what tells whether anything is new', async () => {
    await terminal.update(repository.files);
    await terminal.update(repository.files);
    expect(terminal.asked).toEqual(['2.root.json', 'timestamp.json']);
    repository.refresh();
    await terminal.update(repository.files);
    expect(terminal.asked).toEqual(['2.root.json', 'timestamp.json']);
  });

  it('takes up new versions', async () => {
    await terminal.update(repository.files);
    repository.publish([mapTarget('two'), mapTarget('one', 'astana/tiles.pmtiles')]);
    await terminal.update(repository.files);
    expect(versions(terminal)).toEqual(['two', 'one']);
    repository.publish([], ['montevideo/tiles.pmtiles']);
    await terminal.update(repository.files);
    expect(versions(terminal)).toEqual(['one']);
  });

  it('completes what was cut off after any step', async () => {
    const whole = new Terminal(firstRoot);
    await whole.update(repository.files);
    for (const missing of ['2.snapshot.json', '2.targets.json']) {
      const cut = new Terminal(firstRoot);
      const files = new Map(repository.files);
      files.delete(missing);
      await expect(cut.update(files)).rejects.toThrow(invalid);
      await cut.update(repository.files);
      expect(cut.stored).toEqual(whole.stored);
    }
  });
});

describe('rotating keys', () => {
  it('follows a chain of roots, each signed by the one before', async () => {
    await terminal.update(repository.files);
    for (let rotation = 0; rotation < 5; rotation += 1) repository.rotate({ root: generateEd25519() });
    repository.rotate({ targets: generateEd25519(), snapshot: generateEd25519(), timestamp: generateEd25519() });
    repository.publish([mapTarget('two')]);
    await terminal.update(repository.files);
    expect(versions(terminal)).toEqual(['two']);
  });

  it('lets versions start again where the timestamp key was stolen and run up (5.3.11)', async () => {
    for (let version = 0; version < 20; version += 1) repository.refresh();
    await terminal.update(repository.files);
    repository.rotate({ timestamp: generateEd25519() });
    repository.timestamp = undefined;
    repository.publish([mapTarget('two')]);
    await terminal.update(repository.files);
    expect(versions(terminal)).toEqual(['two']);
  });

  it.each(['timestamp', 'snapshot'] as const)(
    'forgets timestamp and snapshot with the keys of the %s (5.3.11)',
    async (role) => {
      await terminal.update(repository.files);
      repository.rotate({ [role]: generateEd25519() });
      const files = new Map(repository.files);
      files.delete('timestamp.json');
      await expect(terminal.update(files)).rejects.toThrow(invalid);
      expect(terminal.stored).toMatchObject({ timestamp: undefined, snapshot: undefined });
      expect(versions(terminal)).toEqual(['one']);
    },
  );

  it('ends at 64 in one update', async () => {
    for (let rotation = 0; rotation < 65; rotation += 1) repository.rotate({});
    await expect(terminal.update(repository.files)).rejects.toThrow(invalid);
    await terminal.update(repository.files); // the next one goes on from there
    expect(versions(terminal)).toEqual(['one']);
  });

  it('counts a key once, whatever ids it has', async () => {
    const key = Buffer.from(repository.keys.root.publicKey).toString('hex');
    const files = repository.tampered('1.root.json', (json) => {
      json.signed.keys = {
        ...json.signed.keys,
        second: { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: key } },
      };
    });
    expect(() => parseRoot(files.get('1.root.json') ?? new Uint8Array(0))).toThrow(
      expect.objectContaining({ code: 'map.metadata-invalid', detail: 'root: one key has two ids' }),
    );
  });
});

it('judges nothing by the wall clock', async () => {
  const past = new Date('2001-01-01T00:00:00Z');
  repository.now = past;
  repository.publish([mapTarget('two')]);
  const old = new Terminal(firstRoot);
  await old.update(repository.files, past);
  expect(versions(old)).toEqual(['two']);
});
