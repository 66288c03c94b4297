import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Type } from 'typebox';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp, type App, type AppOptions } from '../../../local-servers/kit/app.ts';
import { listen, type Listening } from '../../../local-servers/kit/listen.ts';
import { createLogger } from '../../../local-servers/kit/logging.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';

const logger = createLogger({ name: 'test', level: 'silent' });
const closing: App[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((app) => app.close()));
});

async function start(options: Partial<AppOptions> = {}): Promise<Listening> {
  const app = await createApp({ role: 'test', serverId: 'test-1', logger, ...options });
  closing.push(app);
  const schema = { body: Type.Object({ name: Type.String({ maxLength: 5 }) }) };
  app.post('/named', { schema }, (request) => ({ hello: request.body.name }));
  app.get('/coded', () => {
    throw new CodedError('session.expired', { retryAfter: 1.5 });
  });
  app.get('/broken', () => {
    throw new Error('the word is swordfish');
  });
  return listen(app, { host: '127.0.0.1', port: 0 });
}

async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return { status: response.status, ...((await response.json()) as object) };
}

function post(url: string, body: string, headers: Record<string, string> = {}) {
  return fetch(`${url}/named`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

/** Writes raw bytes, and gives all that comes back. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

describe('every server', () => {
  it('answers what it is, and describes itself', async () => {
    const { url } = await start();
    const health = await fetch(`${url}/health`);
    expect(health.headers.get('naviterm-protocol')).toBe('1');
    expect(health.headers.get('cache-control')).toBe('no-store');
    expect(await health.json()).toEqual({ status: 'ok', role: 'test', serverId: 'test-1', protocol: [1] });
    const description = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(description.paths)).toEqual(expect.arrayContaining(['/health', '/named']));
  });

  it('turns errors into problem documents', async () => {
    const { url } = await start();
    const expired = await fetch(`${url}/coded`);
    expect(expired.headers.get('retry-after')).toBe('2');
    expect(await problemOf(expired)).toMatchObject({ status: 401, code: 'session.expired', retryAfter: 1.5 });
    expect(await problemOf(await fetch(`${url}/nothing`))).toMatchObject({ status: 404, code: 'request.not-found' });
    expect(await problemOf(await fetch(`${url}/%E0%A4%A`))).toMatchObject({ status: 400, code: 'request.malformed' });
  });

  it('leaks no word of an error of its own', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/broken`);
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ code: 'server.internal' });
    expect(body).not.toContain('swordfish');
    expect(body).toContain(response.headers.get('x-request-id'));
  });

  it('checks bodies against their schemas, and says where they do not fit', async () => {
    const { url } = await start();
    expect(await (await post(url, '{"name":"abc"}')).json()).toEqual({ hello: 'abc' });
    const wrong = await problemOf(await post(url, '{"name":"longer"}'));
    expect(wrong).toMatchObject({ code: 'request.malformed', detail: expect.stringContaining('body/name') });
    expect(await problemOf(await post(url, '{"name":'))).toMatchObject({ code: 'request.malformed' });
    expect(await problemOf(await post(url, 'x', { 'content-type': 'text/xml' }))).toMatchObject({
      code: 'request.malformed',
    });
  });

  it('has ceilings for bodies, headers and requests a minute', async () => {
    const { url, port } = await start({ limits: { bodyBytes: 100, headerBytes: 2_000, requestsPerMinute: 4 } });
    expect(await problemOf(await post(url, JSON.stringify({ name: 'x'.repeat(100) })))).toMatchObject({
      status: 413,
      code: 'request.too-large',
    });
    const answer = await raw(port, `GET /health HTTP/1.1\r\nhost: x\r\nlong: ${'x'.repeat(3_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*request\.too-large/s);
    for (const path of ['/health', '/nothing', '/coded']) await fetch(url + path);
    const limited = await fetch(`${url}/health`);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemOf(limited)).toMatchObject({ code: 'request.rate-limited', retryAfter: expect.any(Number) });
  });

  it('answers what is no HTTP', async () => {
    const { port } = await start();
    expect(await raw(port, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*request\.malformed/s);
  });

  it('answers by a problem document also where Node would by nothing', async () => {
    const { port } = await start();
    const hostless = await raw(port, 'GET /health HTTP/1.1\r\nconnection: close\r\n\r\n');
    expect(hostless).toMatch(/^HTTP\/1\.1 400 .*request\.malformed/s);
    expect(await raw(port, 'GET /health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
    const expecting = 'GET /health HTTP/1.1\r\nhost: a\r\nexpect: wonders\r\nconnection: close\r\n\r\n';
    expect(await raw(port, expecting)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('parts in words from a client of another version', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/health`, { headers: { 'naviterm-protocol': '7' } });
    expect(await problemOf(response)).toMatchObject({ code: 'protocol.version-unsupported', info: { supported: [1] } });
    expect((await fetch(`${url}/health`, { headers: { 'naviterm-protocol': '1' } })).status).toBe(200);
  });

  it('steps over a taken port, or names it', async () => {
    const { port } = await start();
    const second = await createApp({ role: 'test', serverId: 'test-2', logger });
    closing.push(second);
    await expect(listen(second, { host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'configuration.invalid',
      detail: expect.stringContaining(`port ${port} is taken`),
    });
    const said: string[] = [];
    const stepped = await listen(second, {
      host: '127.0.0.1',
      port,
      stepOver: true,
      say: (words) => void said.push(words),
    });
    expect(stepped.port).toBeGreaterThan(port);
    expect(said).toEqual([`port ${port} is taken, so ${stepped.port} is used instead`]);
    expect((await fetch(`${stepped.url}/health`)).status).toBe(200);
  });
});
