import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEveryServer, type EveryServer } from '../support/every-server.ts';
import { sendRaw } from '../support/raw-http.ts';

let servers: EveryServer;
beforeAll(async () => {
  servers = await startEveryServer();
});
afterAll(() => servers.close());

test('G1: a body that ends before its length is no request, at every address', async () => {
  for (const { name, url, method, mediaType, ca, isServed } of servers.routes) {
    if (method !== 'POST' || !isServed) continue;
    for (const framing of [{ 'content-length': '1000' }, { 'transfer-encoding': 'chunked' }]) {
      const body = ['content-length' in framing ? 'x'.repeat(500) : '1f4\r\nxxxx'];
      const headers = { 'content-type': mediaType, ...framing };
      const answer = await sendRaw(url, {
        method,
        headers,
        body,
        halfClose: true,
        ...(ca === undefined ? {} : { ca }),
      });
      expect(answer, name).toMatchObject({ status: 400, code: 'request.malformed' });
    }
  }
});
