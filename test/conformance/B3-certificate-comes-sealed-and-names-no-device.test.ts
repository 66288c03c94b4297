import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelExchange } from '../../src/protocol/transport.ts';
import { Certificate, CertificateReply } from '../../src/contract/device-authentication.ts';
import { check } from '../../src/contract/check.ts';
import { payloadTypes } from '../../src/contract/documents.ts';
import { openDocument } from '../../src/protocol/signed-document.ts';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { certificateRequest, openDeviceChannel } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B3: the certificate names service, nonce, key and lifetime, no device, and travels sealed', async () => {
  const device = await servers.provision();
  const { authentication, maps } = servers.contexts;
  const wire: Uint8Array[] = [];
  const exchange = channelExchange(async (request) => {
    const response = await maps.transport(request);
    wire.push(request.body ?? new Uint8Array(0), response.body);
    return response;
  }, authentication.baseUrl);
  const channel = await openDeviceChannel(authentication, device, { exchange });
  const request = certificateRequest('maps');
  const reply = check(CertificateReply, await channel.request(request), 'channel.message-invalid');
  expect(reply.expiresIn).toBe(300);

  const key = authentication.signingKey.publicKey;
  const { certificateId, ...said } = openDocument(reply.certificate, key, payloadTypes.certificate, Certificate);
  const { continuity, ...wanted } = request;
  expect(said).toEqual({ authenticationServerId: 'authentication', ...wanted, lifetime: 300 });

  const text = Buffer.concat(wire).toString('latin1');
  for (const words of [
    reply.certificate.payload,
    certificateId,
    request.publicKey,
    'maps',
    device.hardwareNumber,
    continuity.to,
  ]) {
    expect(text).not.toContain(words);
  }
  const payload = Buffer.from(reply.certificate.payload, 'base64url').toString('utf8');
  for (const words of [device.deviceId, device.hardwareNumber, device.modelId]) expect(payload).not.toContain(words);
});
