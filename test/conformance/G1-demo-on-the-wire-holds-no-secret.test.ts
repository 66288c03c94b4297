import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SecretSearch, type Secret, type Sighting } from '../support/secret-search.ts';
import { decodedBodies } from '../support/wire/decoded-bodies.ts';
import { demoSecrets } from '../support/wire/demo-secrets.ts';
import { leakKinds } from '../support/wire/leaks.ts';
import { ledgerSecrets } from '../support/wire/ledger-secrets.ts';
import { recordDemo, type Recording } from '../support/wire/recording.ts';
import type { Stream } from '../support/wire/streams.ts';

/*
 * The eavesdropper of this test is a packet socket of the kernel (test/support/wire/sniff.py). It hears what the
 * processes of the real demo really send, by whatever library and on whatever port, and nothing in the product knows of it;
 * a tap inside Node would hear only what goes through where it was put. It listens in a network namespace of its own, which
 * needs no right, or where a container forbids those, as its root; where neither is to be had this test fails, for there
 * would be nothing to search. That nothing was missed is shown from three sides: the kernel lost no packet, TCP's sequence
 * numbers have no hole, and each socket of each process counts as many bytes as were heard.
 */

/** The demo reads the user's mail over plain HTTP from its mail catcher, where a person would open a letter. */
const mailedThings = new Set([
  'userId',
  'password',
  'licenceNumber',
  'applicationNumber',
  'mail',
  'name',
  // Parts of the above.
  'password without hyphens',
  'licence number without hyphens',
]);

interface Place extends Sighting {
  readonly from: string;
  readonly to: string;
}

let folder: string;
let recording: Recording;
let disk: Secret[];
let memory: Secret[];
let places: Place[];

const isPlanted = ({ from, to }: { from: string; to: string }) =>
  recording.planted.some((leak) => leak.from === from || leak.from === to);
const portOf = (name: string) => Number(/:(\d+)$/.exec(name)?.[1] ?? Number.NaN);
const isOn = (ports: readonly number[], { from, to }: { from: string; to: string }) =>
  ports.includes(portOf(from)) || ports.includes(portOf(to));
const portsOf = (choose: (port: Recording['ports'][number]) => boolean) =>
  recording.ports.filter(choose).map(({ port }) => port);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'naviterm-eavesdropper-'));
  recording = await recordDemo(folder);
  disk = await demoSecrets(recording.demo);
  memory = ledgerSecrets(recording.ledgers);
  const known = new Set(disk.map(({ value }) => Buffer.from(value).toString('hex')));
  const others = memory.filter(({ value }) => !known.has(Buffer.from(value).toString('hex')));
  const search = new SecretSearch([...disk, ...others]);
  places = recording.streams.flatMap((stream) =>
    [stream.bytes, ...decodedBodies(stream.bytes).bodies]
      .flatMap((heard) => search.in(heard))
      .map((sighting) => ({ ...sighting, from: stream.from, to: stream.to })),
  );
  // Where the maps have not been made yet, the demo makes them first.
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('G1: who records the demo on the wire', () => {
  it('hears all of it', () => {
    expect(recording.summary.outcome).toBe('ok');
    expect(recording.heard).toMatchObject({ lost: 0, truncated: 0 });
    const ports = portsOf(() => true);
    const spoken = recording.streams.filter((stream) => isOn(ports, stream));
    expect(spoken.filter(({ whole }) => !whole)).toEqual([]);
    for (const { role, port } of recording.ports) {
      const bytes = (side: 'from' | 'to') =>
        spoken.filter((stream) => portOf(stream[side]) === port).reduce((sum, stream) => sum + stream.bytes.length, 0);
      expect({ role, said: bytes('from') > 100, heard: bytes('to') > 100 }).toEqual({ role, said: true, heard: true });
    }
  });

  it('hears as much as each socket of each process counts', () => {
    const sockets = recording.ledgers.flatMap((ledger) => ledger.sockets).filter(({ remote }) => remote !== '');
    expect(recording.ledgers.length).toBeGreaterThan(5);
    expect(recording.ledgers.filter(({ complete }) => !complete)).toEqual([]);
    const sum = (lengths: readonly number[]) => lengths.reduce((total, length) => total + length, 0);
    const heard = (from: string, to: string) =>
      sum(
        recording.streams.filter((stream) => stream.from === from && stream.to === to).map(({ bytes }) => bytes.length),
      );
    const pairs = Object.values(Object.groupBy(sockets, ({ local, remote }) => `${local} ${remote}`));
    expect(pairs.length).toBeGreaterThan(30);
    for (const all of pairs) {
      const [{ local, remote } = { local: '', remote: '' }] = all ?? [];
      const counted = { local, remote, sent: sum((all ?? []).map(({ written }) => written)) };
      expect({ local, remote, sent: heard(local, remote) }).toEqual(counted);
      // A side that has closed does not read the last words of the other.
      expect(heard(remote, local)).toBeGreaterThanOrEqual(sum((all ?? []).map(({ read }) => read)));
    }
    // Servers and clients both: all that is on a port of the demo, but for the planted leaks, is in two ledgers.
    const ports = portsOf(() => true);
    for (const stream of recording.streams.filter((one) => isOn(ports, one) && one.bytes.length > 0 && !isPlanted(one)))
      expect(sockets.map(({ local, remote }) => `${local} ${remote}`)).toEqual(
        expect.arrayContaining([`${stream.from} ${stream.to}`, `${stream.to} ${stream.from}`]),
      );
  });

  it('knows what to look for', () => {
    expect(disk.filter(({ value }) => value.byteLength < 8)).toEqual([]);
    const used = new Set(recording.ledgers.flatMap(({ keys }) => keys.map(({ hex }) => hex)));
    const keyNames =
      /^(device secret|access key|master key|region key of .*|.*'s (static|signing|sealing|targets) key)$/;
    const keys = disk.filter(({ name }) => keyNames.test(name));
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter(({ value }) => !used.has(Buffer.from(value).toString('hex')))).toEqual([]);
    const names = memory.map(({ name }) => name).join('\n');
    for (const label of [
      'session key',
      'audience key accounts',
      'audience key service',
      'region key delivery montevideo',
      'chunk key',
      'opaque binding terminal',
      'opaque binding server',
      'strengthened initiator',
      'strengthened responder',
      'access key confirmation',
      'device binding',
      'service nonce',
    ])
      expect(names).toContain(`hkdf output naviterm/1 ${label}`);
    for (const use of ['private key', 'agreement', 'cipher', 'mac', 'hkdf input']) expect(names).toContain(use);
  });

  it('finds no secret, no user and no device, but for the mail in its reader', () => {
    const mailbox = portsOf(({ role, protocol }) => role === 'mailbox' && protocol === 'http');
    const unexpected = places.filter(
      (place) => !isPlanted(place) && !(isOn(mailbox, place) && mailedThings.has(place.name)),
    );
    expect(unexpected).toEqual([]);
    // The exception is one indeed: what is allowed there is there.
    expect(places.filter((place) => isOn(mailbox, place)).map(({ name }) => name)).toContain('password');
  });

  it('hears nothing but TLS from the portal and, once a mail has begun, from the mail catcher', () => {
    const tls = (stream: Stream) => stream.bytes.length === 0 || stream.bytes.readUInt16BE(0) === 0x1603;
    const portal = recording.streams.filter((stream) =>
      isOn(
        portsOf(({ protocol }) => protocol === 'https'),
        stream,
      ),
    );
    expect(portal.filter((stream) => !tls(stream))).toEqual([]);
    const smtp = recording.streams.filter((stream) =>
      isOn(
        portsOf(({ protocol }) => protocol === 'smtp'),
        stream,
      ),
    );
    for (const { bytes } of smtp.filter((stream) => stream.bytes.length > 0))
      expect(/MAIL FROM|RCPT TO/i.test(bytes.toString('latin1'))).toBe(false);
  });

  it('reads every body that is not sealed', () => {
    const ports = portsOf(({ protocol }) => protocol === 'http');
    const closed = recording.streams
      .filter((stream) => isOn(ports, stream))
      .flatMap((stream) => decodedBodies(stream.bytes).closed);
    expect(closed.filter((encoding) => encoding !== 'aes128gcm')).toEqual([]);
  });

  it('finds each leak that was planted into this run', () => {
    expect(recording.planted.map(({ kind }) => kind)).toEqual(leakKinds.map(({ kind }) => kind));
    const secretOf = new Map([...memory, ...disk].map(({ name, value }) => [Buffer.from(value).toString('hex'), name]));
    for (const [index, { kind, spelling, reading }] of leakKinds.entries()) {
      const { hex = '', from = '' } = recording.planted[index] ?? {};
      const found = places.filter((place) => place.from === from);
      expect(found, kind).toContainEqual(expect.objectContaining({ name: secretOf.get(hex), spelling, reading }));
    }
  });
});
