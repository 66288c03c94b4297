import { beforeEach, describe, expect, it } from 'vitest';
import { generateEd25519 } from '../../../../src/protocol/keys.ts';
import { maxMetadataBytes } from '../../../../src/maps/tuf/metadata.ts';
import { mapTargets, readTrusted } from '../../../../src/maps/tuf/trusted.ts';
import { coded } from '../support.ts';
import { daysLater, mapTarget, Repository, Terminal } from './repository.ts';

const invalid = coded('map.metadata-invalid');
const stale = coded('map.metadata-stale');
const expired = coded('map.metadata-expired');
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

/** Changes the JSON of a served file. */
function tamper(
  name: string,
  change: (json: Record<string, Record<string, unknown>>) => void,
): Map<string, Uint8Array> {
  const files = new Map(repository.files);
  const json = JSON.parse(new TextDecoder().decode(files.get(name)));
  change(json);
  return files.set(name, new TextEncoder().encode(JSON.stringify(json)));
}

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

describe('what is not signed by the right keys (5.3.4, 5.4.2, 5.5.3, 5.6.3)', () => {
  it.each(['timestamp.json', '2.snapshot.json', '2.targets.json'])('%s of another publisher', async (name) => {
    const other = new Repository();
    other.publish([mapTarget('evil')]);
    const files = new Map(repository.files).set(name, other.files.get(name) ?? new Uint8Array(0));
    await expect(terminal.update(files)).rejects.toThrow(invalid);
    expect(versions(terminal)).toEqual([]);
  });

  it('a changed timestamp', async () => {
    const files = tamper('timestamp.json', (json) => (json['signed'] = { ...json['signed'], version: 9 }));
    await expect(terminal.update(files)).rejects.toThrow(invalid);
  });

  it('a root that the trusted root did not sign', async () => {
    const files = new Map(repository.files);
    const other = new Repository();
    other.rotate({});
    files.set('2.root.json', other.files.get('2.root.json') ?? new Uint8Array(0));
    await expect(terminal.update(files)).rejects.toThrow(invalid);
    expect(terminal.stored).toEqual({ root: firstRoot });
  });

  it('a root that its own keys did not sign', async () => {
    repository.rotate({ root: generateEd25519() });
    const own = repository.keys.root.publicKey;
    const files = tamper('2.root.json', (json) => {
      const root = JSON.parse(JSON.stringify(json));
      const id = Object.entries<{ keyval: { public: string } }>(root.signed.keys).find(
        ([, key]) => key.keyval.public === Buffer.from(own).toString('hex'),
      )?.[0];
      json['signatures'] = root.signatures.filter((signature: { keyid: string }) => signature.keyid !== id);
    });
    await expect(terminal.update(files)).rejects.toThrow(invalid);
  });
});

describe('rollback (5.3.5, 5.4.3, 5.5.5)', () => {
  it('an older timestamp', async () => {
    const before = new Map(repository.files);
    repository.refresh();
    await terminal.update(repository.files);
    await expect(terminal.update(before)).rejects.toThrow(stale);
  });

  it('a new timestamp over an old snapshot', async () => {
    const old = repository.snapshot;
    repository.publish([mapTarget('two')]);
    await terminal.update(repository.files);
    // Whoever breaks into the service server holds the timestamp key, and can start again and count up
    repository.snapshot = old;
    repository.timestamp = undefined;
    for (let version = 0; version < 5; version += 1) repository.refresh();
    await expect(terminal.update(repository.files)).rejects.toThrow(stale);
    expect(versions(terminal)).toEqual(['two']);
  });

  it('a newer snapshot over older targets', async () => {
    repository.publish([mapTarget('two')]);
    await terminal.update(repository.files);
    repository.targets = repository.files.get('1.targets.json');
    repository.publish([mapTarget('one')]); // targets 2 in snapshot 4
    await expect(terminal.update(repository.files)).rejects.toThrow(
      expect.objectContaining({ code: 'map.metadata-stale', detail: expect.stringContaining('targets.json') }),
    );
    expect(versions(terminal)).toEqual(['two']);
  });

  it('a root that skips a version', async () => {
    repository.rotate({});
    repository.rotate({});
    const files = new Map(repository.files).set('2.root.json', repository.root);
    files.delete('3.root.json');
    await expect(terminal.update(files)).rejects.toThrow(stale);
  });
});

describe('freeze: expiry by the authenticated time alone (5.3.10, 5.4.4, 5.5.6, 5.6.5)', () => {
  it('waits while no time is known, and asks for nothing', async () => {
    await terminal.update(repository.files);
    repository.publish([mapTarget('two')]);
    await expect(terminal.update(repository.files, 'unknown')).rejects.toThrow(expired);
    expect(terminal.asked).toEqual([]);
    expect(versions(terminal)).toEqual(['one']);
  });

  it.each([
    ['timestamp', 8],
    ['root', 366],
  ])('%s', async (role, days) => {
    await expect(terminal.update(repository.files, daysLater(days))).rejects.toThrow(
      expect.objectContaining({ code: 'map.metadata-expired', detail: expect.stringContaining(role) }),
    );
  });

  it('a timestamp that stays the same until it expires', async () => {
    await terminal.update(repository.files);
    await expect(terminal.update(repository.files, daysLater(8))).rejects.toThrow(expired);
    expect(versions(terminal)).toEqual(['one']); // installed maps stay usable
  });

  it('a snapshot and targets that nobody signs anew, under fresh roots and timestamps', async () => {
    repository.now = daysLater(366);
    repository.rotate({});
    repository.refresh();
    await expect(terminal.update(repository.files, daysLater(366))).rejects.toThrow(
      expect.objectContaining({ code: 'map.metadata-expired', detail: expect.stringContaining('snapshot') }),
    );
  });

  it('is over when the publisher signs again', async () => {
    repository.now = daysLater(366);
    repository.rotate({});
    repository.publish([mapTarget('two')]);
    await terminal.update(repository.files, daysLater(366));
    expect(versions(terminal)).toEqual(['two']);
  });
});

describe('mix and match, and ceilings', () => {
  it('a snapshot of another time under the listed name (5.5.2)', async () => {
    const files = new Map(repository.files).set(
      '2.snapshot.json',
      repository.files.get('1.snapshot.json') ?? new Uint8Array(0),
    );
    await expect(terminal.update(files)).rejects.toThrow(invalid);
  });

  it('targets of another time under the listed name (5.6.2)', async () => {
    const files = new Map(repository.files).set(
      '2.targets.json',
      repository.files.get('1.targets.json') ?? new Uint8Array(0),
    );
    await expect(terminal.update(files)).rejects.toThrow(invalid);
  });

  it.each(['2.root.json', 'timestamp.json', '2.snapshot.json', '2.targets.json'])('an endless %s', async (name) => {
    const files = new Map(repository.files).set(name, new Uint8Array(maxMetadataBytes.targets + 10).fill(0x20));
    await expect(terminal.update(files)).rejects.toThrow(invalid);
  });

  it.each(['2.root.json', 'timestamp.json', '2.snapshot.json', '2.targets.json'])(
    '%s that is no metadata',
    async (name) => {
      for (const text of ['', '{', 'null', '[]', '{}', '{"signed":{},"signatures":[]}', '"\ud800"']) {
        const files = new Map(repository.files).set(name, new TextEncoder().encode(text));
        await expect(terminal.update(files)).rejects.toThrow(invalid);
      }
    },
  );
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

  it('ends at 64 in one update', async () => {
    for (let rotation = 0; rotation < 65; rotation += 1) repository.rotate({});
    await expect(terminal.update(repository.files)).rejects.toThrow(invalid);
    await terminal.update(repository.files); // the next one goes on from there
    expect(versions(terminal)).toEqual(['one']);
  });

  it('counts a key once, whatever ids it has', async () => {
    const [key] = [Buffer.from(repository.keys.root.publicKey).toString('hex')];
    const files = tamper('1.root.json', (json) => {
      const keys = json['signed']?.['keys'];
      Object.assign(keys ?? {}, { second: { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: key } } });
    });
    const trusting = new Terminal(files.get('1.root.json') ?? new Uint8Array(0));
    await expect(trusting.update(repository.files)).rejects.toThrow(invalid);
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
