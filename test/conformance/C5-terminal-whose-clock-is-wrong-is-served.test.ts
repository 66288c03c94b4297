import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { elapsedTime } from '../../src/host/elapsed-time.ts';
import type { AccountIssueReply } from '../../src/contract/sign-up.ts';
import { Machine, tenYears } from '../support/machine.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

let servers: ServiceUnderTest;
let account: AccountIssueReply;
let machine: Machine;
let opened: RealTerminal;
beforeAll(async () => {
  servers = await startService({ certificateLifetime: 600 });
  account = await newAccount(servers);
  opened = await realTerminal(servers);
  await signUp(opened, account);
});
afterAll(() => servers.close());
beforeEach(async () => {
  machine = new Machine(servers.clock, join(servers.folder, 'unused.json'));
  opened = await opened.restart();
});

const tellTimeBy = (monotonic: () => number) => Object.assign(opened.terminal.context.ports.clock, { monotonic });
const sessions = () => opened.events.filter(({ type }) => type === 'session-opened').length;

/** What servers refused since `watch`. */
const seen: string[] = [];
function watch() {
  seen.length = 0;
  opened.line.through = async (request, send) => {
    const response = await send(request);
    if (response.status >= 400) seen.push(`${response.status} ${new URL(request.url).pathname}`);
    return response;
  };
}

it('C5: a terminal that slept for an hour knows that its session and its admission are over', async () => {
  tellTimeBy(elapsedTime(machine.hands));
  await opened.terminal.currentSession();
  watch();
  machine.sleep(3_600);
  expect(await opened.terminal.currentSession()).toMatchObject({ state: 'go-on' });
  // Refused is but the question where device authentication begins.
  expect(seen).toEqual(['401 /v1/catalog']);
});

it.each([tenYears, -tenYears])(
  'C5: a terminal whose wall clock is set by %i s in mid-run goes on with its session',
  async (by) => {
    tellTimeBy(elapsedTime(machine.hands));
    const before = await opened.terminal.currentSession();
    watch();
    servers.clock.advance(20);
    machine.setWall(by);
    const after = await opened.terminal.currentSession();
    expect(before.expiresIn - after.expiresIn).toBeCloseTo(20, 0);
    expect(sessions()).toBe(1);
    expect(seen).toEqual([]);
  },
);

it.each([
  ['stands still', () => 1_000],
  ['runs a hundred times too fast', () => servers.clock.now() * 100],
])('C5: a terminal whose clock %s is served, at the price of more requests', async (_how, monotonic) => {
  tellTimeBy(monotonic);
  for (const seconds of [0, 299, 2, 700, 3_700]) {
    servers.clock.advance(seconds);
    expect(await opened.terminal.currentSession()).toMatchObject({ state: 'go-on' });
  }
});
