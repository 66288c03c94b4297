import { utf8 } from '../../src/protocol/bytes.ts';
import { signatureFields, hmacSigner, type Component } from '../../src/protocol/http-signatures.ts';
import { contentDigest } from '../../src/protocol/content-digest.ts';
import { refusal } from '../../src/protocol/transport.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOfRejection } from '../support/coded.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';
import type { VisitingTerminal } from '../support/visiting-terminal.ts';

let service: ServiceUnderTest;
let terminal: VisitingTerminal;
beforeAll(async () => {
  service = await startService();
  terminal = await service.terminal();
});
afterAll(() => service.close());

const profile = ['@method', '@authority', '@target-uri', 'content-digest'];

test('C5: exactly the profile’s components are covered, and range exactly where it is sent', async () => {
  await terminal.enter();
  const { baseUrl } = service.contexts.maps;
  const { handle, audienceKey } = terminal.audience ?? { handle: '', audienceKey: utf8('') };

  async function codeOf(covered: readonly string[], headers: Record<string, string> = {}, sentTo = '/v1/catalog') {
    const all = { ...headers, 'content-digest': contentDigest(utf8('')) };
    const message = { method: 'GET', targetUri: `${baseUrl}/v1/catalog`, headers: all };
    const components = covered.map((name): Component => ({ name }));
    const parameters = new Map([
      ['keyid', handle],
      ['nonce', '1'],
      ['alg', 'hmac-sha256'],
    ]);
    const fields = signatureFields('session', components, parameters, message, hmacSigner(audienceKey));
    const response = await terminal.send(sentTo, { ...all, ...fields });
    return response.status === 200 ? 'ok' : refusal(response).code;
  }

  expect(await codeOf(profile)).toBe('ok');
  expect(await codeOf(profile.slice(1))).toBe('signature.invalid');
  expect(await codeOf(profile.toReversed())).toBe('signature.invalid');
  expect(await codeOf([...profile, 'accept'], { accept: 'application/json' })).toBe('signature.invalid');
  expect(await codeOf([...profile, 'range'], { range: 'bytes=0-1' })).toBe('ok');
  expect(await codeOf(profile, { range: 'bytes=0-1' })).toBe('signature.invalid');
  // Signed for one address, sent to another.
  expect(await codeOf(profile, {}, '/v1/catalog?x=1')).toBe('signature.invalid');
});

test('C5: a request whose Content-Digest is another is refused', async () => {
  const headers = terminal.sign('/v1/catalog');
  const changed = { ...headers, 'content-digest': contentDigest(utf8('something else')) };
  expect(refusal(await terminal.send('/v1/catalog', changed)).code).toBe('signature.digest-mismatch');
  const { 'content-digest': _gone, ...without } = headers;
  expect(refusal(await terminal.send('/v1/catalog', without)).code).toBe('signature.invalid');
  const { signature: _signature, ...unsigned } = headers;
  expect(refusal(await terminal.send('/v1/catalog', unsigned)).code).toBe('signature.missing');
  expect(await codeOfRejection(terminal.get('/v1/catalog'))).toBeUndefined();
});
