import { afterAll, beforeAll, expect, test } from 'vitest';
import { serviceWalkPath } from '../../src/contract/allocation.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { encodeJson, toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { refusal } from '../../src/protocol/transport.ts';
import { sealSecondPart } from '../../src/allocation/walk.ts';
import { acmeDevice } from '../support/chain-servers.ts';
import { codeOfRejection } from '../support/coded.ts';
import { startLyingServer, type Lie, type LyingServer } from '../support/lying-server.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let liar: LyingServer;
/** What the service server asks and the liar answers instead; nothing where it is empty. */
let misled = '';
beforeAll(async () => {
  liar = await startLyingServer();
  servers = await startService({
    transport: (request) =>
      httpTransport(
        misled !== '' && new URL(request.url).pathname.startsWith(misled)
          ? { ...request, url: liar.url, timeout: liar.lie === 'trickling' ? 0.02 : request.timeout }
          : request,
      ),
  });
});
afterAll(async () => {
  await liar.close();
  await servers.close();
});

const lies: readonly Lie[] = ['endless', 'truncated', 'trickling'];

async function whileMisled(purpose: string, lie: Lie, work: () => Promise<unknown>): Promise<unknown> {
  misled = `/v1/channels/${purpose}/`;
  liar.lie = lie;
  try {
    return await codeOfRejection(work());
  } finally {
    misled = '';
  }
}

test('A5: a service whose authentication server talks without an end says that it cannot answer now', async () => {
  const terminal = await servers.device();
  const certified = await terminal.certified();
  for (const lie of lies) {
    const code = await whileMisled('certificate-check', lie, () => terminal.present(certified));
    expect(code, lie).toBe('server.unavailable');
  }
  // Neither the certificate nor the service is the worse for it.
  expect(await terminal.present(certified)).toEqual({ expiresIn: 300 });
});

test('C5: a service whose account server talks without an end says so, too, and ends no session', async () => {
  const terminal = await servers.terminal();
  await terminal.enter();
  for (const lie of lies) {
    const code = await whileMisled('session-check', lie, () => terminal.get('/v1/catalog', { signed: false }));
    expect(code, lie).toBe('server.unavailable');
  }
  expect((await terminal.get('/v1/catalog')).status).toBe(200);
});

test('A2: a service whose allocation server talks without an end names the step', async () => {
  const { makerId, ...second } = acmeDevice;
  const walk = async () => {
    const nonce = toBase64url(randomBytes(32));
    const { sealedSecond } = sealSecondPart(second, servers.sealingKey.publicKey, nonce, makerId);
    const response = await httpTransport({
      method: 'POST',
      url: servers.contexts.maps.baseUrl + serviceWalkPath,
      headers: { 'content-type': 'application/json' },
      body: encodeJson({ nonce, first: { makerId }, sealedSecond }),
      maximumBytes: 131_072,
      timeout: 10,
    });
    if (response.status !== 200) throw refusal(response);
  };
  for (const lie of lies) expect(await whileMisled('allocation', lie, walk), lie).toBe('allocation.server-unreachable');
  expect(await codeOfRejection(walk())).toBeUndefined();
});
