import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAuthentication } from '../../../local-servers/authentication/app.ts';
import { devicePseudonyms } from '../../../local-servers/authentication/pseudonym.ts';
import { provisionDevice, revokeDevice } from '../../../local-servers/authentication/operator.ts';
import { openAuthenticationDatabase } from '../../../local-servers/authentication/store/authentication-store.ts';
import { firstBrokenEntry } from '../../../local-servers/kit/audit.ts';
import { directoryPath } from '../../../src/contract/directory.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import { channelExchange } from '../../../src/protocol/transport.ts';
import { startChainServers, type ChainServers } from '../../support/chain-servers.ts';
import { codeOfRejection } from '../../support/coded.ts';
import {
  certificateFor,
  certificateRequest,
  checkCertificate,
  openDeviceChannel,
} from '../../support/device-channel.ts';
import { createInstallation } from '../../support/role-context.ts';

let servers: ChainServers;
let number = 0;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

const newDevice = () => servers.provision({ makerId: 'acme', modelId: 'N-100', hardwareNumber: `SN${number++}` });

describe('the authentication server', () => {
  it('answers the same message with the same certificate, however often it arrives', async () => {
    const { authentication, maps } = servers.contexts;
    const answers: string[] = [];
    let lose = 2;
    const exchange = channelExchange(async (request) => {
      const response = await maps.transport(request);
      if (!request.url.endsWith('/messages')) return response;
      answers.push(toBase64url(response.body));
      return lose-- > 0 ? { ...response, status: 502 } : response;
    }, authentication.baseUrl);
    const beforeResend = () => Promise.resolve();
    const channel = await openDeviceChannel(authentication, await newDevice(), { exchange, beforeResend });
    expect(await channel.request(certificateRequest('maps'))).toHaveProperty('certificate');
    expect(answers).toHaveLength(3);
    expect(new Set(answers).size).toBe(1);
    const issued = await servers.withDevices((database) =>
      database.all("SELECT seq FROM audit WHERE action = 'certificate.issue'"),
    );
    expect(issued).toHaveLength(1);
  });

  it('refuses what is not in the shape of the conversation, inside the channel', async () => {
    const { authentication } = servers.contexts;
    const device = await newDevice();
    const good = certificateRequest('maps');
    const wrong = [{}, null, { ...good, more: 1 }, { ...good, publicKey: 'A'.repeat(42) }];
    // One stray bit at the end: a second spelling of the same bytes.
    for (const request of [...wrong, { ...good, publicKey: `${'A'.repeat(42)}B` }]) {
      const channel = await openDeviceChannel(authentication, device);
      expect(await codeOfRejection(channel.request(request))).toBe('request.malformed');
    }
  });

  it('issues nothing to a device that was revoked after its handshake', async () => {
    const { authentication } = servers.contexts;
    const device = await newDevice();
    const channel = await openDeviceChannel(authentication, device);
    await servers.withDevices((database) => revokeDevice(authentication, database, device.deviceId));
    expect(await codeOfRejection(channel.request(certificateRequest('maps')))).toBe('channel.handshake-failed');
  });

  it('does not let a device channel be used for a check', async () => {
    const { authentication, maps } = servers.contexts;
    const device = await newDevice();
    const { certificate } = await certificateFor(authentication, device, 'maps');
    const check = { checkId: toBase64url(randomBytes(16)), certificate };
    const channel = await openDeviceChannel(authentication, device);
    expect(await codeOfRejection(channel.request(check))).toBe('request.malformed');
    // Nor do its messages count at the address of checks.
    const carry = channelExchange(maps.transport, authentication.baseUrl);
    const elsewhere = await openDeviceChannel(authentication, device, {
      exchange: (path, body) => carry(path.replace('device-authentication/m', 'certificate-check/m'), body),
    });
    expect(await codeOfRejection(elsewhere.request(check))).toBe('channel.unknown');
  });

  it('keeps a whole audit trail, with codes and without secrets', async () => {
    const { authentication, maps } = servers.contexts;
    const device = await newDevice();
    const { certificate } = await certificateFor(authentication, device, 'maps');
    await checkCertificate(authentication, maps, certificate);
    await codeOfRejection(checkCertificate(authentication, maps, certificate));
    await servers.withDevices(async (database) => {
      const last = await database.all('SELECT action, outcome, code, subject FROM audit ORDER BY seq DESC LIMIT 3');
      expect(last).toEqual([
        { action: 'certificate.check', outcome: 'refused', code: 'certificate.used', subject: 'maps' },
        { action: 'certificate.check', outcome: 'ok', code: null, subject: 'maps' },
        { action: 'certificate.issue', outcome: 'ok', code: null, subject: device.deviceId },
      ]);
      expect(await firstBrokenEntry(database)).toBeUndefined();
    });
  });

  it('hands out the directory', async () => {
    const answer = await fetch(servers.contexts.authentication.baseUrl + directoryPath);
    expect(await answer.json()).toEqual(servers.trust.directoryDocument);
  });
});

it('B4: a pseudonym belongs to one service, one device and one server', () => {
  const [key, a, b] = [randomBytes(32), randomBytes(16), randomBytes(16)];
  const of = devicePseudonyms(key);
  expect(of('maps', a)).toEqual(devicePseudonyms(key)('maps', a));
  const others = [of('maps', a), of('maps', b), of('other', a), devicePseudonyms(randomBytes(32))('maps', a)];
  expect(new Set(others.map(toBase64url)).size).toBe(4);
});

it('A6: an authentication server runs alone, with the lifetime that its operator sets', async () => {
  const specs = {
    only: { role: 'authentication', settings: { certificateLifetime: 20 } },
    maps: { role: 'service', settings: {} },
  } as const;
  const alone = await createInstallation(specs);
  try {
    const { only, maps } = alone.contexts;
    await alone.start('only', await buildAuthentication(only));
    const database = await openAuthenticationDatabase(only.folder);
    const facts = { makerId: 'acme', modelId: 'N-100', hardwareNumber: 'SN1' };
    const device = await provisionDevice(only, database, facts);
    await database.close();
    const { certificate, expiresIn } = await certificateFor(only, device, 'maps');
    expect(expiresIn).toBe(20);
    alone.clock.advance(20);
    expect(await codeOfRejection(checkCertificate(only, maps, certificate))).toBe('certificate.expired');
  } finally {
    await alone.close();
  }
});
