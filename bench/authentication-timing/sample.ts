import { randomInt } from 'node:crypto';
import { HttpConnection } from '../kit/http-connection.ts';
import type { Probe, Question } from './question.ts';

/** Handshakes of each kind that are made before they are sent, so that making them does not come between. */
const prepared = 100;
const warmUp = 1_000;
/** Servers count requests by address: each connection has its own. */
const addresses = 200;

/** Sends handshakes of all kinds in a random order, one at a time. @returns the microseconds of each, by kind */
export async function sample({ port, probes }: Question, count: number): Promise<Map<Probe, number[]>> {
  const connections = Array.from({ length: addresses }, (_, index) => new HttpConnection(port, `127.0.2.${index + 1}`));
  const times = new Map<Probe, number[]>(probes.map((probe) => [probe, []]));
  for (let done = -warmUp; done < count; done += prepared) {
    const batch = shuffled(
      probes.flatMap((probe) => Array.from({ length: prepared }, () => ({ probe, request: probe.request() }))),
    );
    const connection = connections[Math.abs(Math.floor(done / prepared)) % addresses];
    if (connection === undefined) throw new RangeError('no connection');
    // The first answer on a connection takes longer than the others.
    const [first] = batch;
    if (first !== undefined) await connection.exchange(first.probe.request());
    for (const { probe, request } of batch) {
      const started = process.hrtime.bigint();
      const { status } = await connection.exchange(request);
      const microseconds = Number(process.hrtime.bigint() - started) / 1000;
      if (status !== 200) throw new Error(`${probe.name}: answered with ${status}`);
      if (done >= 0) times.get(probe)?.push(microseconds);
    }
    connection.close();
  }
  return times;
}

/** Fisher and Yates, by random numbers that no pattern of the machine follows. */
function shuffled<T>(things: readonly T[]): T[] {
  const left = [...things];
  for (let last = left.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [left[last], left[other]] = [left[other] as T, left[last] as T];
  }
  return left;
}
