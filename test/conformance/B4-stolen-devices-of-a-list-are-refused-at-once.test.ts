import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRevocationList } from '../../local-servers/authentication/revocation-list.ts';
import { revokeDevices } from '../../local-servers/authentication/revoke-devices.ts';
import { acmeDevice, startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateFor, certificateRequest, checkCertificate, openDeviceChannel } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B4: devices of a list of stolen ones get and have nothing that counts, from the moment of its revocation', async () => {
  const { authentication, maps } = servers.contexts;
  const numbers = ['SN1', 'SN2', 'SN3'];
  const stolen = await Promise.all(
    numbers.map((hardwareNumber) => servers.provision({ ...acmeDevice, hardwareNumber })),
  );
  const other = await servers.provision({ ...acmeDevice, hardwareNumber: 'SN4' });
  const held = await Promise.all(stolen.map((device) => certificateFor(authentication, device, 'maps')));
  const kept = await certificateFor(authentication, other, 'maps');
  const open = await Promise.all(stolen.map((device) => openDeviceChannel(authentication, device)));

  const list = readRevocationList(`makerId,hardwareNumber\n${numbers.map((number) => `acme,${number}`).join('\n')}\n`);
  const outcome = await servers.withDevices((database) =>
    revokeDevices(authentication, database, { devices: list.devices, dryRun: false }),
  );
  expect(outcome).toEqual({ revoked: 3, before: 0, faults: [] });

  for (const device of stolen)
    expect(await codeOfRejection(openDeviceChannel(authentication, device))).toBe('channel.handshake-failed');
  for (const channel of open)
    expect(await codeOfRejection(channel.request(certificateRequest('maps')))).toBe('channel.handshake-failed');
  for (const { certificate } of held)
    expect(await codeOfRejection(checkCertificate(authentication, maps, certificate))).toBe('certificate.invalid');
  expect(await codeOfRejection(checkCertificate(authentication, maps, kept.certificate))).toBeUndefined();
});
