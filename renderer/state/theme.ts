import type { ScreenState } from '../../src/contract/screen/state.ts';

export type Theme = 'day' | 'night';

/**
 * F1: day and night by hand, by the sun where a position is known, else as the system is set.
 * @param systemDark whether the system prefers dark
 */
export const themeOf = (
  setting: ScreenState['settings']['theme'],
  daylight: boolean | undefined,
  systemDark: boolean,
): Theme => {
  if (setting !== 'auto') return setting;
  if (daylight !== undefined) return daylight ? 'day' : 'night';
  return systemDark ? 'night' : 'day';
};
