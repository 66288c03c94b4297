import { afterAll, beforeAll, expect, test } from 'vitest';
import { Certificate } from '../../src/contract/device-authentication.ts';
import { payloadTypes } from '../../src/contract/documents.ts';
import { generateEd25519 } from '../../src/protocol/keys.ts';
import { openDocument, signDocument } from '../../src/protocol/signed-document.ts';
import { startChainServers, type ChainServers } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { certificateFor, checkCertificate } from '../support/device-channel.ts';

let servers: ChainServers;
beforeAll(async () => {
  servers = await startChainServers();
});
afterAll(() => servers.close());

test('B4: a certificate that this server did not sign is refused, and does not use the real one up', async () => {
  const { authentication, maps } = servers.contexts;
  const { certificate } = await certificateFor(authentication, await servers.provision(), 'maps');
  const key = authentication.signingKey.publicKey;
  const content = openDocument(certificate, key, payloadTypes.certificate, Certificate);
  const forged = signDocument(generateEd25519(), payloadTypes.certificate, content);
  const longer = { ...content, lifetime: 86_400 };
  const changed = { ...certificate, payload: Buffer.from(JSON.stringify(longer)).toString('base64url') };
  for (const document of [forged, changed]) {
    expect(await codeOfRejection(checkCertificate(authentication, maps, document))).toBe('certificate.invalid');
  }
  expect(await checkCertificate(authentication, maps, certificate)).toHaveProperty('pseudonym');
});
