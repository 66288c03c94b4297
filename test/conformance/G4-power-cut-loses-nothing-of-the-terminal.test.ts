import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countChanges,
  crashPoints,
  crashTimeout,
  expectNoFailure,
  killPoints,
  replayCrashes,
} from '../support/power-loss/campaign.ts';
import { checkTerminal } from '../support/power-loss/check-terminal.ts';
import { canRecord } from '../support/power-loss/recorder.ts';
import { readRecording, type Step } from '../support/power-loss/recording.ts';
import type { TerminalOrder } from '../support/power-loss/terminal-child.ts';
import { TerminalScenario } from '../support/power-loss/terminal-scenario.ts';

const doneIn = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.kind === 'noted' ? [(step.note as { done: TerminalOrder }).done] : []));

describe.runIf(canRecord)('a terminal that is provisioned, signs up, installs a map, updates it and forgets', () => {
  let scenario: TerminalScenario;
  let changes = 0;
  beforeAll(async () => {
    scenario = await TerminalScenario.start();
  });
  afterAll(() => scenario.close());
  const check = (happened: readonly Step[]) => checkTerminal(scenario, doneIn(happened));

  it(
    'G4: loses nothing that it said was done to a power cut, and is left with nothing half-done',
    { timeout: crashTimeout },
    async () => {
      expect(await scenario.live()).toBe(0);
      const steps = readRecording(scenario.log);
      expect(doneIn(steps)).toHaveLength(5);
      changes = countChanges(steps, scenario.disk);
      expectNoFailure(await replayCrashes(steps, crashPoints(steps, 12), scenario.disk, check));
    },
  );

  it('G4: loses nothing where it is killed in the middle of a write', { timeout: crashTimeout }, async () => {
    for (const at of killPoints(changes, 1)) {
      expect(await scenario.live({ kill: { at, below: scenario.disk } }), `killed at change ${at}`).toBe('SIGKILL');
      await checkTerminal(scenario, doneIn(readRecording(scenario.log)));
    }
  });

  it('G4: the test finds a loss where nothing is flushed', { timeout: crashTimeout }, async () => {
    expect(await scenario.live({ withoutSync: true, short: true })).toBe(0);
    const steps = readRecording(scenario.log);
    const end = { after: steps.length, kind: 'dropped' as const, seed: 1 };
    expect(await replayCrashes(steps, [end], scenario.disk, check)).toBeDefined();
  });
});
