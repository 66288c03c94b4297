import { expect, it, describe } from 'vitest';
import { encodeJson } from '../../../../src/protocol/bytes.ts';
import { generateEd25519 } from '../../../../src/protocol/keys.ts';
import { sha256 } from '../../../../src/protocol/hash.ts';
import { createRoot, publishTargets, signTimestamp } from '../../../../src/maps/tuf/publish.ts';
import { readTrusted } from '../../../../src/maps/tuf/trusted.ts';
import { coded } from '../support.ts';
import { mapTarget, newKeys, readJson, Repository, rolesOf, start } from './repository.ts';

const misconfigured = coded('configuration.invalid');

describe('publishing', () => {
  it('names files for consistent snapshots, and states length and hash of each', () => {
    const repository = new Repository();
    repository.publish([mapTarget('one')]);
    expect([...repository.files.keys()].toSorted()).toEqual([
      '1.root.json',
      '1.snapshot.json',
      '1.targets.json',
      '2.snapshot.json',
      '2.targets.json',
      'timestamp.json',
    ]);
    const read = (name: string) => readJson(repository.files.get(name)).signed;
    const hex = (name: string) => Buffer.from(sha256(repository.files.get(name) ?? new Uint8Array(0))).toString('hex');
    expect(read('timestamp.json')).toMatchObject({
      version: 2,
      expires: '2026-11-27T12:00:00Z',
      meta: { 'snapshot.json': { version: 2, hashes: { sha256: hex('2.snapshot.json') } } },
    });
    expect(read('2.snapshot.json').meta?.['targets.json']?.hashes.sha256).toBe(hex('2.targets.json'));
    expect(read('2.targets.json').expires).toBe('2027-11-20T12:00:00Z');
  });

  it('names keys as TUF does: SHA-256 of the canonical JSON of the key', () => {
    const keys = newKeys();
    const root = readJson(createRoot({ roles: rolesOf(keys), signers: [keys.root], now: start }).bytes).signed;
    const hexKey = Buffer.from(keys.root.publicKey).toString('hex');
    const canonical = `{"keytype":"ed25519","keyval":{"public":"${hexKey}"},"scheme":"ed25519"}`;
    expect(root.roles?.['root']?.keyids).toEqual([
      Buffer.from(sha256(new TextEncoder().encode(canonical))).toString('hex'),
    ]);
  });

  it('demands the keys that the root names', () => {
    const { root, keys } = new Repository();
    const options = { root, now: start, targetsSigners: [keys.targets], snapshotSigners: [keys.snapshot] };
    expect(() => publishTargets({ ...options, targetsSigners: [keys.snapshot] })).toThrow(misconfigured);
    expect(() => publishTargets({ ...options, snapshotSigners: [] })).toThrow(misconfigured);
    const { snapshot } = publishTargets(options);
    const stamp = { root, snapshot: snapshot.bytes, now: start };
    expect(() => signTimestamp({ ...stamp, signers: [keys.targets] })).toThrow(misconfigured);
    expect(() => signTimestamp({ ...stamp, signers: [keys.timestamp] })).not.toThrow();
  });

  it('demands enough of them: thresholds hold for publisher and terminal', () => {
    const keys = newKeys();
    const second = generateEd25519();
    const roles = { ...rolesOf(keys), root: { publicKeys: [keys.root.publicKey, second.publicKey], threshold: 2 } };
    expect(() => createRoot({ roles, signers: [keys.root], now: start })).toThrow(misconfigured);
    expect(() => createRoot({ roles, signers: [keys.root, keys.root], now: start })).toThrow(misconfigured);
    const root = createRoot({ roles, signers: [keys.root, second], now: start });

    const half = readJson(root.bytes);
    half.signatures.pop();
    const halfSigned = encodeJson(half);
    expect(() => readTrusted({ root: halfSigned })).toThrow(coded('map.metadata-invalid'));
    expect(readTrusted({ root: root.bytes }).root.signed.version).toBe(1);
  });

  it('refuses thresholds that no keys can meet', () => {
    const keys = newKeys();
    for (const threshold of [0, 2]) {
      const roles = { ...rolesOf(keys), targets: { publicKeys: [keys.targets.publicKey], threshold } };
      expect(() => createRoot({ roles, signers: [keys.root], now: start })).toThrow(misconfigured);
    }
  });

  it('puts no timestamp over an older snapshot', () => {
    const repository = new Repository();
    const old = repository.snapshot;
    repository.publish([mapTarget('one')]);
    repository.snapshot = old;
    expect(() => repository.refresh()).toThrow(coded('map.metadata-stale'));
  });
});
