import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../../model/spin.ts';
import { codeOfRejection } from '../support/coded.ts';
import {
  allocationEvents,
  channelEvents,
  deviceAuthenticationEvents,
  loginEvents,
  sessionEvents,
  signUpEvents,
} from '../support/model-events.ts';
import { newAccount, realTerminal, signUp, type RealTerminal } from '../support/real-terminal.ts';
import { everythingLostOnce, RunRecorder, type Observation } from '../support/run-recorder.ts';
import { startService, type ServiceUnderTest } from '../support/service-under-test.ts';

/*
 * Real terminals and servers are watched from outside, and what they did must be something that the models can do, event by
 * event; what they did not do, in another order or with an event missing, must not be. So neither side can change alone.
 */

let servers: ServiceUnderTest;
let recorder: RunRecorder | undefined;
/** Signs up and asks the service for something, on a line that loses everything once; extends its session. */
let lossy: readonly Observation[];
/** The same terminal after a restart: its authentication server is stored. */
let stored: readonly Observation[];
/** Killed before its confirmation got through. */
let killed: readonly Observation[];
/** On the service-walked route. */
let led: readonly Observation[];

beforeAll(async () => {
  servers = await startService({
    certificateLifetime: 3600,
    accounts: { sessionLifetime: 300, maximumSessionLifetime: 3600 },
    transport: (request) => {
      if (recorder === undefined) throw new Error('nobody records');
      return recorder.betweenServers(request);
    },
  });
  const opened = await realTerminal(servers);
  lossy = await recorded(async (recording) => {
    await recording.watch(opened, everythingLostOnce);
    await signUp(opened, await newAccount(servers));
    await askService(opened);
    servers.clock.advance(250);
    await askService(opened);
  });
  stored = await recorded(async (recording) => {
    const again = await opened.restart();
    await recording.watch(again);
    await askService(again);
  });
  killed = await recorded(async (recording) => {
    const unlucky = await realTerminal(servers);
    let asked = 0;
    await recording.watch(unlucky, ({ url }) => {
      if (url.endsWith('/v1/channels/sign-up/messages')) asked += 1;
      return asked > 4 ? 'lose-request' : 'pass';
    });
    const account = await newAccount(servers);
    expect(await codeOfRejection(signUp(unlucky, account))).toBe('network.unreachable');
    await recording.killed();
    const again = await unlucky.restart();
    await recording.watch(again);
    await again.terminal.currentSession();
  });
  led = await recorded(async (recording) => {
    const another = await realTerminal(servers, { route: 'service-walked' });
    await recording.watch(another);
    await signUp(another, await newAccount(servers));
    await askService(another);
  });
}, 60_000);
afterAll(() => servers.close());

async function recorded(run: (recording: RunRecorder) => Promise<void>): Promise<readonly Observation[]> {
  const recording = await RunRecorder.begin(servers);
  recorder = recording;
  await run(recording);
  return recording.finish();
}

const askService = ({ terminal }: RealTerminal) =>
  terminal.service.get({ path: '/v1/catalog', maximumBytes: 65_536, signedReply: true });

/** The run with each event left out in turn but the last (what is left is a run that stopped), unless it `may` be missing. */
const withOneMissing = (events: readonly string[], may: RegExp): string[][] =>
  events.slice(0, -1).flatMap((event, index) => (may.test(event) ? [] : [events.toSpliced(index, 1)]));

/** The run with two neighbours in each other's place, unless the second `may` come first. */
const withTwoSwapped = (events: readonly string[], may: RegExp): string[][] =>
  events.slice(0, -1).flatMap((event, index) => {
    const next = events[index + 1] ?? event;
    return event === next || may.test(`${event} ${next}`) ? [] : [events.toSpliced(index, 2, next, event)];
  });

const never = /^$/;

/** Expects the runs to be behaviours of the model, and every tampered one not to be. */
async function expectBehaviours(
  model: string,
  runs: readonly (readonly string[])[],
  { may = never, defines = [] }: { may?: RegExp; defines?: readonly string[] } = {},
): Promise<void> {
  const tampered = runs.flatMap((events) => [...withOneMissing(events, may), ...withTwoSwapped(events, may)]);
  const all = [...runs, ...tampered];
  const accepted = await replay(model, all, defines);
  const wrong = all.filter((_, index) => accepted[index] !== index < runs.length);
  expect(wrong.map((events) => events.join(' '))).toEqual([]);
  expect(tampered.length).toBeGreaterThan(0);
}

describe(
  'what real terminals and servers do is a behaviour of the models, and nothing else is',
  { timeout: 60_000 },
  () => {
    it('C3: the messages of a sign-up on a line that loses everything once', async () => {
      const events = channelEvents(lossy, 'sign-up', 1);
      expect(events.filter((event) => event.startsWith('DECIDE'))).toHaveLength(5);
      expect(events.filter((event) => event.startsWith('REPEAT'))).toHaveLength(5);
      // A loss that did not happen may have been a delay.
      await expectBehaviours('channel', [events], { may: /^(LOSE|SEND_SAME)/, defines: ['MESSAGES=5'] });
      const otherwise = ['SEND_OTHER', 'ANSWER_OTHERWISE'].map((name) =>
        events.map((event) => event.replace(/^(SEND_SAME|REPEAT)/, name)),
      );
      expect(await replay('channel', otherwise, ['MESSAGES=5'])).toEqual([false, false]);
    });

    it('C3: the login', () => expectBehaviours('login', [loginEvents(lossy)]));

    it('C3: delivery and confirmation of the access key', () =>
      expectBehaviours('sign-up', [signUpEvents(lossy)], { may: /^REPLY_LOST/ }));

    it('C3: confirmation by a terminal that was killed', async () => {
      const events = signUpEvents(killed);
      // Killed a moment earlier, it would not have asked; and what it asked may have arrived late.
      await expectBehaviours('sign-up', [events], { may: /^CONFIRM$|^CONFIRM_IN_SESSION ACTIVATED$/ });
      expect(events).toContain('CONFIRM_IN_SESSION');
    });

    it('A1, A2, A4: allocation on both routes, and straight to the stored server', () =>
      expectBehaviours('allocation', [lossy, stored, led].map(allocationEvents)));

    it('B1-B4: device authentication and admission', () =>
      expectBehaviours('device-authentication', [lossy, stored, led].map(deviceAuthenticationEvents), {
        may: /_AGAIN/,
      }));

    it('C4-C6: a session, its requests and its extension', () =>
      // A wish that was lost may have been late, or not have been sent again; the service's answer may have been lost.
      expectBehaviours('session', [sessionEvents(lossy)], {
        may: /^(WISH_SENT|SERVED|SERVED WISH_SENT|WISH_SENT CHANGED|CHANGED WISH_SENT)$/,
      }));
  },
);
