import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { events } from '../../../../src/contract/screen/calls.ts';
import { Manoeuvre, type ManoeuvreKind } from '../../../../src/contract/screen/route.ts';
import { manoeuvreOf, say, type Announcement, type SpeechOptions } from '../../../../src/navigation/guidance/say.ts';
import { distanceClip, stageClip } from '../../../../src/navigation/guidance/spoken-distance.ts';
import type { Step } from '../../../../src/navigation/guidance/steps.ts';

const step = (kind: ManoeuvreKind, more: Partial<Step> = {}): Step => ({
  kind,
  at: 3,
  distance: 900,
  ends: 900,
  keep: false,
  ...more,
});
const metric = { language: 'en', units: 'metric' } as const;
const japanese = { language: 'ja', units: 'metric' } as const;
const spoken = (announcement: Announcement, options: SpeechOptions = metric) => say(announcement, options).words;

describe('announcements', () => {
  const left = step('left', { road: 'Avenida Italia' });
  it('name the distance, the turn and the road', () => {
    expect(spoken({ kind: 'step', step: left, metres: 312 })).toBe('In 300 metres, turn left onto Avenida Italia.');
    expect(spoken({ kind: 'step', step: left, metres: 312 }, japanese)).toBe(
      'およそ300メートル先、左方向、Avenida Italiaに入ります。',
    );
    expect(spoken({ kind: 'step', step: left, metres: 312 }, { language: 'en', units: 'imperial' })).toBe(
      'In 1000 feet, turn left onto Avenida Italia.',
    );
    expect(spoken({ kind: 'step', step: left })).toBe('Now, turn left onto Avenida Italia.');
    expect(spoken({ kind: 'step', step: step('left') }, japanese)).toBe('まもなく、左方向です。');
  });

  it('say what follows at once', () => {
    const after = step('roundabout', { exit: 3, road: 'Rambla' });
    expect(spoken({ kind: 'step', step: left, metres: 150, after })).toBe(
      'In 150 metres, turn left onto Avenida Italia, then at the roundabout, take the third exit onto Rambla.',
    );
    expect(say({ kind: 'step', step: left, metres: 150, after }, japanese)).toMatchObject({
      words:
        'およそ150メートル先、左方向、Avenida Italiaに入ります。その先、ラウンドアバウト、3番目の出口をRamblaへ出ます。',
      clips: ['in-150-metres', 'turn-left', 'and-then', 'roundabout-exit-3'],
    });
  });

  it('interrupt for what is to be done now, and for nothing far away', () => {
    expect(say({ kind: 'step', step: left }, metric).urgent).toBe(true);
    expect(say({ kind: 'step', step: left, metres: 300 }, metric).urgent).toBe(false);
  });

  it('speak of stages, arrivals and what goes wrong', () => {
    expect(spoken({ kind: 'stage', metres: 12_400 })).toBe('Continue for at least ten kilometres.');
    expect(spoken({ kind: 'arrived', side: 'right' })).toBe('You have arrived. Your destination is on the right.');
    expect(spoken({ kind: 'off-route' }, japanese)).toBe('ルートを外れました。別のルートを探します。');
    expect(spoken({ kind: 'step', step: step('arrive', { side: 'left' }), metres: 100 })).toBe(
      'In 100 metres, your destination is on the left.',
    );
  });

  it('fit the event that carries them, with names of any length and any signs', () => {
    for (const road of ['x'.repeat(500), '$& $1 {road}']) {
      const announcement = {
        kind: 'step',
        step: step('u-turn', { road }),
        metres: 99,
        after: step('merge', { road }),
      } as const;
      for (const language of ['en', 'ja'] as const) {
        const speech = say(announcement, { language, units: 'metric' });
        expect(Check(events.speak, speech)).toBe(true);
        expect(speech.words).toContain(road.slice(0, 100));
      }
    }
  });
});

describe('the list of things to do', () => {
  it('has words of its own in each language', () => {
    expect(manoeuvreOf(step('depart', { road: 'Rivera' }), 'en').words).toBe('Set off along Rivera');
    expect(manoeuvreOf(step('depart'), 'ja').words).toBe('出発します');
    expect(manoeuvreOf(step('slight-left', { keep: true }), 'en').words).toBe('Keep left');
    expect(manoeuvreOf(step('slight-left'), 'en').words).toBe('Bear left');
    expect(manoeuvreOf(step('arrive', { side: 'right' }), 'en').words).toBe('Your destination is on the right');
    expect(manoeuvreOf(step('roundabout', { exit: 12 }), 'en').words).toBe('At the roundabout, follow the map');
  });

  it('fits the contract for every kind', () => {
    for (const kind of Manoeuvre.properties.kind.anyOf.map((one) => one.const)) {
      expect(Check(Manoeuvre, manoeuvreOf(step(kind, { road: 'A', exit: 2 }), 'ja')), kind).toBe(true);
    }
  });
});

describe('distances', () => {
  it.each([
    [20, 'in-50-metres'],
    [130, 'in-150-metres'],
    [555, 'in-600-metres'],
    [1_240, 'in-1000-metres'],
    [9_999, 'in-3000-metres'],
  ])('%i metres are %s', (metres, clip) => expect(distanceClip(metres, 'metric')).toBe(clip));
  it.each([
    [60, 'in-200-feet'],
    [400, 'in-1-quarter-miles'],
    [1_500, 'in-4-quarter-miles'],
  ])('%i metres are %s', (metres, clip) => expect(distanceClip(metres, 'imperial')).toBe(clip));

  it('of stages are never more than true', () => {
    expect([stageClip(999, 'metric'), stageClip(19_999, 'metric')]).toEqual([undefined, 'continue-15-kilometres']);
    expect([stageClip(1_609, 'imperial'), stageClip(1_610, 'imperial')]).toEqual([undefined, 'continue-1-miles']);
  });
});
