import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roleNames } from '../../local-servers/cli/installation/roles.ts';
import { acknowledgedIn, checkStores } from '../support/power-loss/acknowledged.ts';
import {
  countChanges,
  crashPoints,
  crashTimeout,
  everyCrash,
  expectNoFailure,
  killPoints,
  replayCrashes,
} from '../support/power-loss/campaign.ts';
import { allStores, checkServers } from '../support/power-loss/check-servers.ts';
import { canRecord } from '../support/power-loss/recorder.ts';
import { readRecording, type Step } from '../support/power-loss/recording.ts';
import { ServersScenario } from '../support/power-loss/servers-scenario.ts';

describe.runIf(canRecord)('servers that are installed, do a day of work and are started again', () => {
  let scenario: ServersScenario;
  let steps: readonly Step[];
  beforeAll(async () => {
    scenario = await ServersScenario.create();
    expect(await scenario.live()).toBe(true);
    steps = readRecording(scenario.log);
  }, crashTimeout);
  afterAll(() => scenario.close());

  const checkStoresAfter = (happened: readonly Step[], all: readonly Step[]) => {
    checkStores(scenario.data, allStores, acknowledgedIn(all, happened.length));
    return Promise.resolve();
  };

  it(
    'lose nothing that they acknowledged to a power cut: their stores are whole',
    { timeout: crashTimeout },
    async () => {
      const check = (happened: readonly Step[]) => checkStoresAfter(happened, steps);
      expectNoFailure(await replayCrashes(steps, crashPoints(steps, 30), scenario.disk, check));
    },
  );

  it(
    'start again after a power cut, and what was cut off is done again and ends well',
    { timeout: crashTimeout },
    async () => {
      const check = (happened: readonly Step[]) => checkServers(scenario, acknowledgedIn(steps, happened.length));
      const points = everyCrash ? crashPoints(steps, 400, undefined, false) : crashPoints(steps, 4);
      expectNoFailure(await replayCrashes(steps, points, scenario.disk, check));
    },
  );

  it('lose nothing where they are killed in the middle of a write', { timeout: crashTimeout }, async () => {
    const roles = everyCrash ? roleNames : (['accounts'] as const);
    for (const role of roles) {
      const below = join(scenario.data, role);
      for (const at of killPoints(countChanges(steps, below), everyCrash ? 10 : 1, false)) {
        await scenario.live({ kill: { at, below } });
        const recording = readRecording(scenario.log);
        const afterwards = checkServers(scenario, acknowledgedIn(recording, recording.length));
        await expect(afterwards, `killed at change ${at} below ${role}`).resolves.toBeUndefined();
      }
    }
  });

  it('are found to lose something where SQLite flushes nothing', { timeout: crashTimeout }, async () => {
    expect(await scenario.live({ synchronousOff: true, short: true })).toBe(true);
    const unsafe = readRecording(scenario.log);
    const check = (happened: readonly Step[]) => checkStoresAfter(happened, unsafe);
    const points = crashPoints(unsafe, 10, undefined, false);
    const end = { after: unsafe.length, kind: 'dropped' as const, seed: 1 };
    expect(await replayCrashes(unsafe, [...points, end], scenario.disk, check)).toBeDefined();
  });
});
