import { Metadata, MetaFile, Signature, Snapshot } from '@tufjs/models';
import { beforeEach, describe, expect, it } from 'vitest';
import { generateEd25519, signEd25519 } from '../../../../src/protocol/keys.ts';
import { encodeMetadata, maxMetadataBytes, parseMetadata } from '../../../../src/maps/tuf/metadata.ts';
import { mapTargets, readTrusted } from '../../../../src/maps/tuf/trusted.ts';
import { coded, hex } from '../support.ts';
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

describe('what is not signed by the right keys (5.3.4, 5.4.2, 5.5.3, 5.6.3)', () => {
  it.each(['timestamp.json', '2.snapshot.json', '2.targets.json'])('%s of another publisher', async (name) => {
    const other = new Repository();
    other.publish([mapTarget('evil')]);
    const files = new Map(repository.files).set(name, other.files.get(name) ?? new Uint8Array(0));
    await expect(terminal.update(files)).rejects.toThrow(invalid);
    expect(versions(terminal)).toEqual([]);
  });

  it('a changed timestamp', async () => {
    const files = repository.tampered('timestamp.json', (json) => (json.signed.version = 9));
    await expect(terminal.update(files)).rejects.toThrow(invalid);
  });

  it.each([
    ['targets', '2.targets.json'],
    ['snapshot', '2.snapshot.json'],
  ])('%s that who holds the keys below vouches for', async (role, name) => {
    // The keys of every other role are the publisher's
    const thief = new Repository({ ...repository.keys, [role]: generateEd25519() });
    thief.publish([mapTarget('evil')]);
    const files = new Map([...thief.files].filter(([file]) => !file.includes('root')));
    expect(files.has(name)).toBe(true);
    await expect(terminal.update(files)).rejects.toThrow(
      expect.objectContaining({
        code: 'map.metadata-invalid',
        detail: expect.stringMatching(`^${role}: it is not signed`),
      }),
    );
    expect(versions(terminal)).toEqual([]);
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
    const own = Buffer.from(repository.keys.root.publicKey).toString('hex');
    const files = repository.tampered('2.root.json', (json) => {
      const id = Object.keys(json.signed.keys ?? {}).find((key) => json.signed.keys?.[key]?.keyval.public === own);
      json.signatures = json.signatures.filter((signature) => signature.keyid !== id);
      expect(json.signatures.length).toBe(1);
    });
    await expect(terminal.update(files)).rejects.toThrow(invalid);
    expect(terminal.stored).toEqual({ root: firstRoot });
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
    await expect(terminal.update(repository.files)).rejects.toThrow(
      expect.objectContaining({ code: 'map.metadata-stale', detail: 'timestamp: it names an older snapshot' }),
    );
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

  it('older targets after the snapshot was forgotten with its key', async () => {
    repository.publish([mapTarget('two')]);
    await terminal.update(repository.files);
    repository.rotate({ snapshot: generateEd25519() });
    repository.targets = repository.files.get('1.targets.json');
    repository.publish([mapTarget('one')]);
    await expect(terminal.update(repository.files)).rejects.toThrow(stale);
    expect(versions(terminal)).toEqual(['two']);
  });

  it('old targets that a snapshot lists as new (5.6.4)', async () => {
    const targets = repository.files.get('1.targets.json') ?? new Uint8Array(0);
    const meta = {
      'targets.json': new MetaFile({ version: 9, length: targets.byteLength, hashes: { sha256: hex(targets) } }),
    };
    const expires = '2027-11-20T12:00:00Z';
    const snapshot = new Metadata(new Snapshot({ specVersion: '1.0.31', version: 9, expires, meta }));
    snapshot.sign((bytes) => {
      const keyID = readTrusted({ root: firstRoot }).root.signed.roles['snapshot']?.keyIDs[0] ?? '';
      return new Signature({ keyID, sig: Buffer.from(signEd25519(repository.keys.snapshot, bytes)).toString('hex') });
    });
    repository.snapshot = encodeMetadata(snapshot);
    repository.refresh();
    const files = new Map(repository.files).set('9.snapshot.json', repository.snapshot).set('9.targets.json', targets);
    await expect(terminal.update(files)).rejects.toThrow(
      expect.objectContaining({ detail: 'targets: not the version that is listed' }),
    );
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

  it('targets that expire before the snapshot', async () => {
    repository.publish([mapTarget('two')], [], { targets: 3600 });
    await expect(terminal.update(repository.files, daysLater(1))).rejects.toThrow(
      expect.objectContaining({ code: 'map.metadata-expired', detail: expect.stringContaining('targets') }),
    );
    expect(versions(terminal)).toEqual([]);
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

  it.each(['2.snapshot.json', '2.targets.json'])('%s that the publisher signed for another state', async (name) => {
    const other = new Repository(repository.keys);
    other.publish([mapTarget('another')], [], { snapshot: 86_400 });
    const files = new Map(repository.files).set(name, other.files.get(name) ?? new Uint8Array(0));
    await expect(terminal.update(files)).rejects.toThrow(
      expect.objectContaining({
        code: 'map.metadata-invalid',
        detail: expect.stringContaining('not the file that is listed'),
      }),
    );
  });

  it.each(['root', 'timestamp', 'snapshot', 'targets'] as const)(
    'a signed %s that is filled up beyond its ceiling',
    (role) => {
      const bytes = repository[role] ?? new Uint8Array(0);
      const filled = Buffer.concat([bytes, Buffer.alloc(maxMetadataBytes[role] + 1 - bytes.byteLength, ' ')]);
      expect(() => parseMetadata(role, filled.subarray(1))).toThrow(invalid);
      expect(parseMetadata(role, filled.subarray(0, -1)).signed.version).toBeGreaterThan(0);
      expect(() => parseMetadata(role, filled)).toThrow(invalid);
    },
  );

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
