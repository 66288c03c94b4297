import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogPath } from '../../src/contract/maps.ts';
import type { AllocationRoute } from '../../src/terminal/events.ts';
import { newAccount, realTerminal, signUp } from '../support/real-terminal.ts';
import { saidRuns } from '../support/said-runs.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

type Runs = Set<string>;
/** Bytes behind what anybody says that two visits have alike by chance: one in 256 times for the first of them. */
const chanceBytes = 2;

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

it.each<AllocationRoute>(['terminal-walked', 'service-walked'])(
  'G1: without TLS, two visits of one terminal (%s) have nothing in common that a watcher could link them by',
  async (route) => {
    const first = await realTerminal(servers, { route });
    await signUp(first, await newAccount(servers));
    const visit = { path: catalogPath, maximumBytes: 65_536, signedReply: true };
    await first.terminal.service.get(visit);
    // Two later ones, so that both go to the stored authentication server: nothing is left to chance.
    const visits = [await first.restart({ route }), await first.restart({ route })];
    for (const { terminal } of visits) await terminal.service.get(visit);
    // What any other terminal says too, links nobody: the name of the key that a server process seals its cookies under.
    const stranger = await realTerminal(servers, { route });
    await signUp(stranger, await newAccount(servers));
    await stranger.terminal.service.get(visit);
    const all = [first, ...visits, stranger].map(({ line }) => saidRuns(line.requests)) as [Runs, Runs, Runs, Runs];
    const [before, second, third, anybody] = all;
    expect(second.size).toBeGreaterThan(1000);
    const again = [...second].filter((run) => third.has(run) || before.has(run));
    const said = [...anybody];
    const isOnlyTheirs = (run: string) => !said.some((other) => other.startsWith(run.slice(0, -chanceBytes)));
    expect(again.filter(isOnlyTheirs)).toEqual([]);
    // One such name a server, and what the frame's three bytes before it make of that.
    expect(again.length).toBeLessThanOrEqual(16);
  },
);
