import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyChain } from '../../src/allocation/chain.ts';
import { sealSecondPart } from '../../src/allocation/walk.ts';
import { check } from '../../src/contract/check.ts';
import { ServiceWalkReply, serviceWalkPath, type ServiceWalkRequest } from '../../src/contract/allocation.ts';
import { decodeJson, encodeJson, toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { refusal } from '../../src/protocol/transport.ts';
import { acmeDevice } from '../support/chain-servers.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

function walk(body: unknown) {
  const { baseUrl, transport } = service.contexts.maps;
  const headers = { 'content-type': 'application/json' };
  const url = baseUrl + serviceWalkPath;
  return transport({ method: 'POST', url, headers, body: encodeJson(body), maximumBytes: 100_000, timeout: 10 });
}

function request(makerId = acmeDevice.makerId): { body: ServiceWalkRequest; binding: string } {
  const nonce = toBase64url(randomBytes(32));
  const { modelId, hardwareNumber } = acmeDevice;
  const { publicKey } = service.sealingKey;
  const sealed = sealSecondPart({ modelId, hardwareNumber }, publicKey, nonce, makerId);
  const body = { nonce, first: { makerId }, sealedSecond: sealed.sealedSecond };
  return { body, binding: sealed.bindingDigest };
}

test('A2: the service server walks with what the terminal gave it, and the terminal checks the whole chain', async () => {
  const { body, binding } = request();
  const response = await walk(body);
  expect(response.status).toBe(200);
  const { chain } = check(
    ServiceWalkReply,
    decodeJson(response.body, 'network.answer-invalid'),
    'network.answer-invalid',
  );
  const expected = { nonce: body.nonce, subject: acmeDevice, binding };
  const { authentication } = verifyChain(chain, service.trust.anchor, expected, {});
  expect(authentication.information.serverId).toBe('authentication');
  // What an allocation server refuses comes back under its own code.
  expect(refusal(await walk(request('unheard-of').body)).code).toBe('allocation.maker-unknown');
  expect(refusal(await walk({ ...body, nonce: 'short' })).code).toBe('request.malformed');
  const { nonce } = request().body;
  expect(refusal(await walk({ ...body, nonce })).code).toBe('request.malformed');
});
