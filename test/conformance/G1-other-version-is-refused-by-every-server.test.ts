import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelMediaType } from '../../src/contract/channel.ts';
import { startEveryServer, type EveryServer, type ServedRoute } from '../support/every-server.ts';
import { sendRaw } from '../support/raw-http.ts';

let servers: EveryServer;
beforeAll(async () => {
  servers = await startEveryServer();
});
afterAll(() => servers.close());

const unsupported = { status: 400, code: 'protocol.version-unsupported' };

function send(route: ServedRoute, more: { url?: string; version?: string; body?: Uint8Array } = {}) {
  const { method, mediaType, ca } = route;
  const { url = route.url, version, body = new Uint8Array(0) } = more;
  const headers = {
    connection: 'close',
    ...(method === 'POST' ? { 'content-type': mediaType, 'content-length': String(body.byteLength) } : {}),
    ...(version === undefined ? {} : { 'naviterm-protocol': version }),
  };
  return sendRaw(url, { method, headers, body: [body], ...(ca === undefined ? {} : { ca }) });
}

test('G1: a request that names another version is refused, at every address', async () => {
  for (const route of servers.routes) {
    for (const version of ['2', '1, 2']) expect(await send(route, { version }), route.name).toMatchObject(unsupported);
  }
});

test('G1: an address of another version is refused in words, not as one that is not there', async () => {
  const versioned = servers.routes.filter(({ url }) => url.includes('/v1/'));
  for (const route of versioned) {
    const url = route.url.replace('/v1/', '/v2/');
    expect(await send(route, { url }), route.name).toMatchObject(unsupported);
  }
  for (const route of versioned.filter(({ isServed }) => !isServed))
    expect(await send(route), route.name).toMatchObject({ code: 'request.not-found' });
});

test('G1: a frame of another version is refused, for every purpose', async () => {
  const channels = servers.routes.filter(({ mediaType }) => mediaType === channelMediaType);
  expect(channels.length).toBeGreaterThanOrEqual(16);
  for (const route of channels) {
    for (const version of [0, 2, 255]) {
      const body = new Uint8Array(200).fill(1).fill(version, 0, 1);
      expect(await send(route, { body }), route.name).toMatchObject(unsupported);
    }
  }
});

test('G1: what is refused for its version says which there are', async () => {
  const [route] = servers.routes;
  const response = await fetch(route?.url.replace('/v1/', '/v2/') ?? '', { method: 'POST' });
  expect(response.headers.get('naviterm-protocol')).toBe('1');
  expect(await response.json()).toMatchObject({ info: { supported: [1] } });
});
