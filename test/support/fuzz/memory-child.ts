import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:net';
import { exchangeBytes } from './exchange.ts';
import { honestRequest, mutateRequest } from './mutate-request.ts';
import { Random } from './random.ts';
import { recordServers } from './recorded-servers.ts';

/*
 * All servers in a process of their own, under rubbish: `node --expose-gc memory-child.ts WARM-UP REQUESTS SEED`. It says
 * as JSON how much is held after the warm-up and after all requests, once everything that is garbage is collected.
 */
const [warmUp = 0, requests = 0, seed = 1] = process.argv.slice(2).map(Number);
const atOnce = 16;
const httpServers: Server[] = [];
subscribe('http.server.request.start', (message) => {
  const { server } = message as { server: Server };
  if (!httpServers.includes(server)) httpServers.push(server);
});
const recording = await recordServers();

async function send(count: number, from: number): Promise<void> {
  let next = from;
  const worker = async () => {
    while (next < from + count) {
      const random = new Random(seed, 'memory', (next += 1));
      const server = random.pick(recording.servers);
      const request = random.pick(server?.requests ?? []);
      if (server === undefined || request === undefined) throw new Error('nothing was recorded');
      const bytes = random.chance(10) ? honestRequest(request) : mutateRequest(request, random, server.requests);
      await exchangeBytes(server.target, bytes, { local: server.local, patience: 100 });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function held(base: number) {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('run it with --expose-gc');
  // What servers and terminals asked one another by keeps its connection for ten seconds.
  for (let left = 300; left > 0 && (await connections()) > base; left -= 1) await moment(50);
  for (let round = 0; round < 4; round += 1) {
    gc();
    await moment(20);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  const descriptors = process.getActiveResourcesInfo().filter((name) => name.endsWith('Wrap')).length;
  return { heap: heapUsed + external, rss, connections: await connections(), descriptors };
}

async function connections(): Promise<number> {
  const counts = httpServers.map(
    (server) => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

const moment = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

await send(warmUp, 0);
const before = await held(Infinity);
await send(requests, warmUp);
const after = await held(0);
process.stdout.write(`${JSON.stringify({ before, after, complaints: recording.complaints() })}\n`);
await recording.close();
