import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Machine, tenYears } from './machine.ts';
import {
  startService,
  type RunningServer,
  type ServiceTestOptions,
  type ServiceUnderTest,
} from './service-under-test.ts';
import { TestClock } from './test-clock.ts';

export const parties = ['first', 'second', 'authentication', 'accounts', 'maps'] as const;

/** Each server on a machine of its own, with a clock that is wrong by ten years; `truth` is the only right one. */
export interface WrongClocks {
  readonly servers: ServiceUnderTest;
  readonly truth: TestClock;
  readonly machines: Readonly<Record<RunningServer, Machine>>;
  close(): Promise<void>;
}

/** @param ahead the first, the third and the fifth party are ahead and the others behind, or the other way round */
export async function startWithWrongClocks(ahead: boolean, options: ServiceTestOptions = {}): Promise<WrongClocks> {
  const folder = await mkdtemp(join(tmpdir(), 'naviterm-clocks-'));
  const truth = new TestClock();
  const made: [RunningServer, Machine][] = [];
  for (const [index, id] of parties.entries()) {
    const wrongBy = (index % 2 === 0) === ahead ? tenYears : -tenYears;
    made.push([id, await new Machine(truth, join(folder, `${id}.json`), wrongBy).startServer()]);
  }
  const machines = Object.fromEntries(made) as Record<RunningServer, Machine>;
  const servers = await startService({ ...options, clock: truth, clocks: machines });
  return {
    servers,
    truth,
    machines,
    async close() {
      await servers.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** What may happen to a machine in mid-run, and the seconds that it takes. */
interface Fault {
  readonly name: string;
  readonly seconds: number;
  readonly strike: (clocks: WrongClocks, party: RunningServer) => Promise<void> | void;
}

const startedAgain = (by: number) => async (clocks: WrongClocks, party: RunningServer) => {
  clocks.machines[party].setWall(by);
  await clocks.machines[party].startServer();
  await clocks.servers.restart(party);
};

const faults: readonly Fault[] = [
  { name: 'set forward', seconds: 0, strike: ({ machines }, party) => machines[party].setWall(tenYears) },
  { name: 'set back', seconds: 0, strike: ({ machines }, party) => machines[party].setWall(-tenYears) },
  { name: 'asleep', seconds: 15, strike: ({ machines }, party) => machines[party].sleep(15) },
  {
    name: 'asleep, and set back by as much',
    seconds: 15,
    strike({ machines, truth }, party) {
      machines[party].sleep(15);
      machines[party].setWall(-15);
      truth.advance(0.5);
    },
  },
  { name: 'started again, set forward', seconds: 0, strike: startedAgain(tenYears) },
  { name: 'started again, set back', seconds: 0, strike: startedAgain(-tenYears) },
];

/** Every fault at every party. */
export const everyFault = parties.flatMap((party) => faults.map((fault) => ({ ...fault, party })));
