import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { startChannelProcess, type ChannelProcess } from '../support/channel-process.ts';
import { startChannelServers, type ChannelServers } from '../support/channel-servers.ts';
import { certificateFor, checkCertificate, newCheckId } from '../support/device-channel.ts';

let servers: ChannelServers;
let processes: readonly ChannelProcess[];
beforeAll(async () => {
  servers = await startChannelServers();
  processes = await Promise.all([startChannelProcess(servers), startChannelProcess(servers)]);
});
afterAll(async () => {
  await Promise.all(processes.map((process) => process.stop()));
  await servers.close();
});

test('B4: two authentication-server processes on one database use a certificate up once between them', async () => {
  const { authentication, maps } = servers.contexts;
  const addresses = processes.map(({ urls }) => ({ ...authentication, baseUrl: urls.authentication }));
  const [issuer] = addresses;
  if (issuer === undefined) throw new Error('no process');
  for (let round = 0; round < 8; round += 1) {
    const { certificate } = await certificateFor(issuer, await servers.device(), 'maps');
    const checks = [...addresses, ...addresses].map((address) => ({ address, checkId: newCheckId() }));
    const codes = await Promise.all(
      checks.map(({ address, checkId }) => codeOfRejection(checkCertificate(address, maps, certificate, checkId))),
    );
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 'certificate.used')).toHaveLength(3);

    // The check that won gets its answer again, from either process; no other does.
    const winner = checks[codes.indexOf(undefined)];
    for (const address of addresses) {
      const again = checkCertificate(address, maps, certificate, winner?.checkId);
      expect(await codeOfRejection(again)).toBeUndefined();
    }
  }
});
