import type { Random } from '../support/fuzz/random.ts';
import type { MutantName } from './mutants/mutants.ts';
import type { Trial } from './trial.ts';
import type { World } from './world/world.ts';

/** How much is tried: `bounded` in seconds, `full` as much as a class can think of. */
export type Extent = 'bounded' | 'full';

/** One attack. Its random numbers depend on seed, class and its place in the class alone, so that it can be repeated. */
export interface Attack {
  /** What exactly is done to what, for whoever repeats it. */
  readonly name: string;
  /** The victim takes no part in it, so that whether it is still well is looked at when the class is over. */
  readonly aside?: true;
  readonly run: (trial: Trial, random: Random) => Promise<void>;
}

export interface AttackClass {
  /** What `--only` takes. */
  readonly name: string;
  /** Who does what, in a line of the table. */
  readonly title: string;
  /** The defence without which at least one of the attacks must win. */
  readonly without: MutantName;
  /** Part of the names of attacks that are to win without the defence: these are tried first then. */
  readonly telling?: string;
  /** Everything that is tried, in its order; it may set the scene first. */
  readonly attacks: (world: World, extent: Extent, random: Random) => Promise<readonly Attack[]>;
}
