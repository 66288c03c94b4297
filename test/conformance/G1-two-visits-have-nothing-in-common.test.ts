import { afterAll, beforeAll, expect, it } from 'vitest';
import { catalogPath } from '../../src/contract/maps.ts';
import type { AllocationRoute } from '../../src/terminal/events.ts';
import { newAccount, realTerminal, signUp, type Line } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
beforeAll(async () => {
  servers = await startService();
});
afterAll(() => servers.close());

/** As long as the shortest id; longer than any word of the protocol in a body, even with some characters alike by chance. */
const runBytes = 16;

type Runs = Set<string>;

/** Every run of bytes in what a terminal said: bodies, and what its signatures are under. */
function said({ requests }: Line): Runs {
  const runs = new Set<string>();
  for (const { body, headers } of requests) {
    const [, keyid] = /keyid="([^"]+)"/.exec(headers['signature-input'] ?? '') ?? [];
    const [, nonce] = /nonce="([^"]{12,})"/.exec(headers['signature-input'] ?? '') ?? [];
    for (const text of [
      Buffer.from(body ?? []).toString('latin1'),
      keyid ?? '',
      nonce ?? '',
      headers['signature'] ?? '',
    ]) {
      for (let at = 0; at + runBytes <= text.length; at++) runs.add(text.slice(at, at + runBytes));
    }
  }
  return runs;
}

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
    const all = [first, ...visits, stranger].map(({ line }) => said(line)) as [Runs, Runs, Runs, Runs];
    const [before, second, third, anybody] = all;
    expect(second.size).toBeGreaterThan(1000);
    const again = [...second].filter((run) => third.has(run) || before.has(run));
    expect(again.filter((run) => !anybody.has(run))).toEqual([]);
    // One such name a server, and what the frame's three bytes before it make of that.
    expect(again.length).toBeLessThanOrEqual(16);
  },
);
