import { createServer } from 'node:net';
import { CodedError } from '../../../src/errors/coded-error.ts';

const tries = 500;

/** The first `count` free ports of a host from `from` on; taken ones are stepped over. */
export async function findFreePorts(host: string, from: number, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let port = from; found.length < count; port++) {
    if (port > Math.min(from + tries, 65_535)) {
      throw new CodedError('configuration.invalid', { detail: `too few free ports from ${from} on at ${host}` });
    }
    if (await isFree(host, port)) found.push(port);
  }
  return found;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
