import type { ScreenState } from '../../../src/contract/screen/state.ts';

export const guideSteps = ['download', 'destination', 'drive'] as const;
export type GuideStep = (typeof guideSteps)[number];

/** What a first-time user has not done yet, in the order of doing; undefined when there is nothing left. */
export const nextStep = ({
  terminal,
  maps,
  route,
  guidance,
  destinations,
}: Pick<ScreenState, 'terminal' | 'maps' | 'route' | 'guidance' | 'destinations'>): GuideStep | undefined => {
  if (terminal.phase !== 'signed-in' || guidance.state !== 'none') return undefined;
  if (maps.regions.every(({ files }) => files.length === 0)) return 'download';
  if (route !== null) return 'drive';
  return destinations.recent.length === 0 ? 'destination' : undefined;
};
