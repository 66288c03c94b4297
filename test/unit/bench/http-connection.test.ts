import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { HttpConnection, requestBytes } from '../../../bench/kit/http-connection.ts';
import { Load, Supply } from '../../../bench/kit/load.ts';

const servers: { close: () => void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Answers each request with these pieces, one after another. */
async function answering(pieces: readonly string[], onRequest = (_text: string, _from: string) => {}): Promise<number> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('data', (bytes) => {
      onRequest(bytes.toString('latin1'), socket.remoteAddress ?? '');
      const queue = [...pieces];
      const next = () => {
        const piece = queue.shift();
        if (piece !== undefined) socket.write(piece, () => setImmediate(next));
      };
      next();
    });
    socket.on('error', () => socket.destroy());
    servers.push({ close: () => socket.destroy() });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

const head = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n';
const request = requestBytes({ method: 'POST', path: '/a', host: 'b', headers: { c: 'd' }, body: Buffer.from('e') });

test('a request is written as HTTP/1.1', () => {
  expect(request.toString()).toBe('POST /a HTTP/1.1\r\nhost: b\r\nc: d\r\ncontent-length: 1\r\n\r\ne');
});

test.each([[[`${head}\r\nhello`]], [[head, '\r\nhel', 'lo']], [[`${head}\r`, '\nhello']]])(
  'an answer in pieces %j is put together',
  async (pieces) => {
    const connection = new HttpConnection(await answering(pieces), '127.0.0.1');
    for (let count = 0; count < 2; count += 1) {
      const { status, body } = await connection.exchange(request);
      expect({ status, body: body.toString() }).toEqual({ status: 200, body: 'hello' });
    }
    connection.close();
  },
);

test('a server that goes away fails the exchange', async () => {
  const port = await answering(['HTTP/1.1 200 OK\r\n'], () => setImmediate(() => servers.at(-1)?.close()));
  await expect(new HttpConnection(port, '127.0.0.1').exchange(request)).rejects.toThrow('closed the connection');
});

test('a load converses on connections from addresses of their own, with what was made before', async () => {
  const addresses = new Set<string>();
  const port = await answering([`${head}\r\nhello`], (_text, from) => addresses.add(from));
  let made = 0;
  const supply = new Supply(() => (made += 1));
  supply.fill(10);
  expect(made).toBe(10);
  let taken = 0;
  const done = await new Load({ port, connections: 3 }).run(0.05, async (connection) => {
    taken += supply.take() > 0 ? 1 : 0;
    await connection.exchange(request);
  });
  expect(done).toBe(taken);
  expect([...addresses].toSorted()).toEqual(['127.0.1.1', '127.0.1.2', '127.0.1.3']);
});
