import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MapSecrets } from '../../local-servers/service/store/map-secrets.ts';
import { SqlMapStore } from '../../local-servers/service/store/sql-map-store.ts';
import type { AccountIssueReply } from '../../src/contract/sign-up.ts';
import { fromBase64url, utf8 } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { audienceOf } from '../../src/protocol/session-keys.ts';
import { Eavesdropper } from '../support/eavesdropper.ts';
import { writeArchive } from '../support/map-archive.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

const listener = new Eavesdropper();
let servers: ServiceUnderTest;
let account: AccountIssueReply;
let terminal: RealTerminal;
let archive: Uint8Array;

beforeAll(async () => {
  servers = await startService({ transport: listener.transport });
  const file = join(servers.folder, 'city.pmtiles');
  archive = await writeArchive(file, { tiles: Array.from({ length: 6 }, (_, index) => `tile ${index}`) });
  await servers.publish({ file, regionId: 'city' });
  account = await newAccount(servers);
  terminal = await realTerminal(servers);
  terminal.line.through = listener.transport;
  await signUp(terminal, account);
  await terminal.terminal.currentSession();
  await terminal.terminal.maps.download('city');
});
afterAll(() => servers.close());

/** Everything that must not be seen on the line, between terminal and servers and among servers. */
async function secrets(): Promise<Record<string, Uint8Array>> {
  const { context, sessions } = terminal.terminal;
  const { device, account: held } = context.state.current;
  const session = sessions.current;
  if (device === undefined || held === undefined || session === undefined) throw new Error('the story did not run');
  const audience = audienceOf(session, servers.contexts.maps.serverId);
  const regionKey = await new MapSecrets(servers.contexts.maps.masterKey).regionKey(
    new SqlMapStore(servers.store),
    'city',
  );
  return {
    password: utf8(account.password),
    licenceNumber: utf8(account.licenceNumber),
    userId: utf8(account.userId),
    accessKey: fromBase64url((await context.ports.vault.get('access-key')) ?? ''),
    accessKeyId: fromBase64url(held.accessKeyId),
    slotId: fromBase64url(held.slotId),
    deviceSecret: fromBase64url((await context.ports.vault.get('device-secret')) ?? ''),
    deviceId: fromBase64url(device.deviceId),
    hardwareNumber: utf8(device.hardwareNumber),
    modelId: utf8(device.modelId),
    sessionKey: session.sessionKey,
    audienceKey: audience.audienceKey,
    regionKey: regionKey ?? new Uint8Array(0),
    mapContent: archive.subarray(20_000, 20_064),
  };
}

describe('G1: who records everything of a sign-up, a session and a download without TLS', () => {
  it('finds no secret, no user and no device in it, in any spelling', async () => {
    expect(listener.bytes).toBeGreaterThan(archive.byteLength);
    const sought = Object.entries(await secrets()).map(([name, value]) => ({ name, value }));
    expect(sought.filter(({ value }) => value.byteLength < 3)).toEqual([]);
    expect(listener.sightings(sought)).toEqual([]);
  });

  it('would find one planted leak, whatever its spelling and place', () => {
    for (const encoding of ['latin1', 'hex', 'base64', 'base64url'] as const) {
      for (const before of [0, 1, 2, 3]) {
        const leak = randomBytes(16);
        const ear = new Eavesdropper();
        ear.record(randomBytes(1_000));
        const carried = Buffer.concat([randomBytes(before), leak, randomBytes(5)]);
        ear.record(encoding === 'latin1' ? carried : Buffer.from(carried.toString(encoding)));
        expect(ear.sightings([{ name: 'leak', value: leak }]), `${encoding} behind ${before} bytes`).not.toEqual([]);
      }
    }
  });
});
