/** Distances that announcements name, the shortest first. Metres. */
export const spokenMetres = [
  50, 100, 150, 200, 250, 300, 400, 500, 600, 700, 800, 900, 1_000, 1_500, 2_000, 3_000,
] as const;
export const spokenFeet = [100, 200, 300, 400, 500, 600, 800, 1_000] as const;
/** Beyond `spokenFeet`: quarters of a mile. */
export const spokenQuarterMiles = [1, 2, 3, 4, 6, 8] as const;

/** How far one just goes on, in kilometres or in miles; what is said is at most what is true. */
export const spokenStages = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 40, 50, 100] as const;

/** Exits of a roundabout that are counted aloud. */
export const spokenExits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

const distanceClips = [
  ...spokenMetres.map((metres) => `in-${metres}-metres` as const),
  ...spokenFeet.map((feet) => `in-${feet}-feet` as const),
  ...spokenQuarterMiles.map((quarters) => `in-${quarters}-quarter-miles` as const),
];
const stageClips = [
  ...spokenStages.map((kilometres) => `continue-${kilometres}-kilometres` as const),
  ...spokenStages.map((miles) => `continue-${miles}-miles` as const),
];
const actionClips = [
  'go-straight',
  'bear-left',
  'turn-left',
  'turn-sharp-left',
  'bear-right',
  'turn-right',
  'turn-sharp-right',
  'keep-left',
  'keep-right',
  'u-turn',
  'ramp-left',
  'ramp-right',
  'merge',
  ...spokenExits.map((exit) => `roundabout-exit-${exit}` as const),
  'roundabout',
  'arrive',
  'arrive-left',
  'arrive-right',
] as const;
const eventClips = [
  'now',
  'and-then',
  'depart',
  'arrived',
  'arrived-left',
  'arrived-right',
  'off-route',
  'new-route',
  'no-other-way',
  'guidance-resumed',
  'position-lost',
  'position-found',
] as const;

export type DistanceClip = (typeof distanceClips)[number];
export type StageClip = (typeof stageClips)[number];
export type ActionClip = (typeof actionClips)[number];
export type EventClip = (typeof eventClips)[number];
export type ClipId = DistanceClip | StageClip | ActionClip | EventClip;

/** Every part that an announcement can be put together from, for whoever records or renders them. */
export const clipIds: readonly ClipId[] = [...distanceClips, ...stageClips, ...actionClips, ...eventClips];
