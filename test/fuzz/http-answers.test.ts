import { createServer, type AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { CodedError } from '../../src/errors/coded-error.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { utf8 } from '../../src/protocol/bytes.ts';
import { campaign, campaignTimeout, rounds } from '../support/fuzz/campaign.ts';
import { mutateBytes } from '../support/fuzz/mutate.ts';

const answers = [
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"ok":true}',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nb\r\n{"ok":true}\r\n0\r\n\r\n',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc',
  'HTTP/1.0 503 No\r\nconnection: close\r\n\r\nnever mind',
].map(utf8);

let answer = new Uint8Array();
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => socket.end(answer));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => void server.close());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const ask = () => httpTransport({ method: 'GET', url, headers: {}, maximumBytes: 1_000, timeout: 2 });

it(
  'what a stranger answers is read or coded, and never more than was asked for',
  { timeout: campaignTimeout },
  async () => {
    const input = ({ random }: { random: Parameters<typeof mutateBytes>[1] }) =>
      mutateBytes(random.pick(answers) ?? new Uint8Array(), random, answers);
    const done = await campaign('answers over HTTP', { rounds: rounds(120), input }, async (bytes) => {
      answer = Uint8Array.from(bytes);
      try {
        const { status, body } = await ask();
        expect(status).toBeGreaterThanOrEqual(200);
        expect(body.byteLength).toBeLessThanOrEqual(1_000);
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        expect(error.code).toMatch(/^network\./);
      }
    });
    expect(done).toBeGreaterThan(0);
  },
);
