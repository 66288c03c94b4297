import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEveryServer, type EveryServer, type ServedRoute } from '../support/every-server.ts';
import { endlessBody, sendRaw, type RawAnswer } from '../support/raw-http.ts';

let servers: EveryServer;
beforeAll(async () => {
  servers = await startEveryServer();
});
afterAll(() => servers.close());

/** What is on its way in buffers of the system when a server has had enough. */
const bufferBytes = 16 << 20;

test('G1: a body that says that it is too large is refused before it comes, at every address', async () => {
  for (const route of posts()) {
    const answer = await send(route, { 'content-length': String(10 << 20) }, ['x']);
    expect(answer, route.name).toEqual({ status: 413, code: 'request.too-large', sent: 1 });
  }
});

test('G1: a body without an end is refused where it exceeds the ceiling, at every address', async () => {
  for (const route of posts()) {
    const { sent, ...answer } = await send(route, { 'transfer-encoding': 'chunked' }, endlessBody());
    expect(answer, route.name).toEqual({ status: 413, code: 'request.too-large' });
    expect(sent, route.name).toBeLessThan(bufferBytes);
  }
});

test('G1: a body without an end that nobody reads is not waited for: the connection is closed', async () => {
  for (const route of servers.routes) {
    const unread = { ...route, mediaType: 'text/unheard-of' };
    const { sent, status } = await send(unread, { 'transfer-encoding': 'chunked' }, endlessBody());
    expect(status, route.name).toBeGreaterThan(0);
    expect(sent, route.name).toBeLessThan(bufferBytes);
  }
});

/** Where bodies are read: not at the address that is not there. */
const posts = () => servers.routes.filter(({ method, isServed }) => method === 'POST' && isServed);

function send(
  { url, method, mediaType, ca }: ServedRoute,
  headers: Record<string, string>,
  body: Iterable<string>,
): Promise<RawAnswer> {
  const own = ca === undefined ? {} : { ca };
  return sendRaw(url, { method, headers: { 'content-type': mediaType, ...headers }, body, ...own });
}
