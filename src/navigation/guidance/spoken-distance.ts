import {
  spokenFeet,
  spokenMetres,
  spokenQuarterMiles,
  spokenStages,
  type DistanceClip,
  type StageClip,
} from './clip-ids.ts';

export type Units = 'metric' | 'imperial';

const foot = 0.3048;
const mile = 1_609.344;

const metric = spokenMetres.map((metres) => ({ metres, clip: `in-${metres}-metres` as const }));
const imperial = [
  ...spokenFeet.map((feet) => ({ metres: feet * foot, clip: `in-${feet}-feet` as const })),
  ...spokenQuarterMiles.map((quarters) => ({
    metres: (quarters * mile) / 4,
    clip: `in-${quarters}-quarter-miles` as const,
  })),
];

/** The clip whose distance comes nearest, as navigators round. @param metres ahead */
export function distanceClip(metres: number, units: Units): DistanceClip {
  const away = (one: { readonly metres: number }) => Math.abs(one.metres - metres);
  const clips: readonly { readonly metres: number; readonly clip: DistanceClip }[] =
    units === 'metric' ? metric : imperial;
  return clips.reduce((best, one) => (away(one) < away(best) ? one : best)).clip;
}

/** How far one goes straight on, at most what is true; undefined below the shortest that is said. */
export function stageClip(metres: number, units: Units): StageClip | undefined {
  const whole = metres / (units === 'metric' ? 1_000 : mile);
  const said = spokenStages.findLast((stage) => stage <= whole);
  if (said === undefined) return undefined;
  return units === 'metric' ? `continue-${said}-kilometres` : `continue-${said}-miles`;
}
