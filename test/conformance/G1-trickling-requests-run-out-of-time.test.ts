import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp, type App } from '../../local-servers/kit/app.ts';
import { listen } from '../../local-servers/kit/listen.ts';
import { createLogger } from '../../local-servers/kit/logging.ts';
import { channelMediaType } from '../../src/contract/channel.ts';
import { sendRaw } from '../support/raw-http.ts';

let app: App;
let url: string;
beforeAll(async () => {
  const logger = createLogger({ name: 'test', level: 'silent' });
  app = await createApp({ role: 'test', serverId: 'test-1', logger, limits: { requestSeconds: 0.3 } });
  app.post('/taken', () => ({}));
  ({ url } = await listen(app, { host: '127.0.0.1', port: 0 }));
});
afterAll(() => app.close());

/** A byte now and then, so that the line is never silent. */
async function* trickle(): AsyncGenerator<string> {
  for (;;) {
    yield 'x';
    await pause(20);
  }
}

test('G1: a request whose body never comes to an end has its time, however busy the line is', async () => {
  for (const mediaType of ['application/json', channelMediaType]) {
    const headers = { 'content-type': mediaType, 'content-length': '60000' };
    const answer = await sendRaw(`${url}/taken`, { method: 'POST', headers, body: trickle() });
    expect(answer, mediaType).toMatchObject({ status: 408, code: 'request.timeout' });
    expect(answer.sent).toBeLessThan(200);
  }
});

test('G1: headers that never come to an end have no more', async () => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('GET /health HTTP/1.1\r\nhost: x\r\n');
  const trickling = setInterval(() => socket.writable && socket.write('x: y\r\n'), 20);
  const answer = await text(socket).finally(() => clearInterval(trickling));
  expect(answer).toMatch(/^HTTP\/1\.1 408 .*request\.timeout/s);
});
