import { inspect } from 'node:util';
import { Random } from '../../support/fuzz/random.ts';
import type { AttackClass, Extent } from '../attack.ts';
import { attackClasses } from '../attacks/all-attacks.ts';
import { Trial } from '../trial.ts';
import { createWorld, type World } from '../world/world.ts';

export interface RunOptions {
  readonly extent: Extent;
  readonly seed: number;
  /** Only this attack of the class. */
  readonly index?: number;
  /** One success of the intruder is enough. */
  readonly untilWon: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Finding {
  readonly index: number;
  readonly attack: string;
  readonly what: string;
}

/** What a class of attacks came to against one build. */
export interface ClassResult {
  readonly attacks: number;
  readonly gained: readonly Finding[];
  readonly uncoded: readonly Finding[];
  readonly stuck: readonly Finding[];
}

/** Samples of the next seeds that follow where the first did not win. */
const moreSamples = 9;

let shared: Promise<World> | undefined;

/** Ends what classes shared. */
export async function endWorld(): Promise<void> {
  await (await shared)?.close();
}

/**
 * Runs the attacks of a class, one after the other: in a world of their own, or a short form in one with other classes,
 * since in a world that holds they leave nothing behind.
 */
export async function runClass(name: string, options: RunOptions): Promise<ClassResult> {
  const attackClass = attackClasses.find((each) => each.name === name);
  if (attackClass === undefined) throw new RangeError(`there is no class ${name}`);
  if (options.extent === 'bounded' && !options.untilWon) {
    shared ??= createWorld();
    return attackAll(attackClass, await shared, options);
  }
  if (!options.untilWon) return attackAlone(attackClass, options);
  // One bit here or there decides by chance alone whether a build without its defence shows that it has none.
  let attacks = 0;
  for (let round = 0; ; round += 1) {
    const result = await attackAlone(attackClass, { ...options, seed: options.seed + round });
    attacks += result.attacks;
    if (result.gained.length > 0 || round === moreSamples) return { ...result, attacks };
  }
}

async function attackAlone(attackClass: AttackClass, options: RunOptions): Promise<ClassResult> {
  const world = await createWorld();
  try {
    return await attackAll(attackClass, world, options);
  } finally {
    await world.close();
  }
}

async function attackAll(
  { name, attacks, telling = '' }: AttackClass,
  world: World,
  options: RunOptions,
): Promise<ClassResult> {
  const { extent, seed, index: only, untilWon, onProgress } = options;
  const all = await attacks(world, extent, new Random(seed, name));
  // Setting the scene may have changed what is true.
  await world.victim.restart();
  await world.victim.terminal.allocateAnew();
  await world.victim.enter();
  const gained: Finding[] = [];
  const uncoded: Finding[] = [];
  const stuck: Finding[] = [];
  let tried = 0;
  const first = untilWon ? telling : '';
  const order = [...all.entries()].toSorted(([, a], [, b]) => rank(a.name, first) - rank(b.name, first));
  for (const [index, attack] of order) {
    if (only !== undefined && index !== only) continue;
    const found = (what: string): Finding => ({ index, attack: attack.name, what });
    const trial = new Trial();
    await attack.run(trial, new Random(seed, name, index + 1)).catch((error: unknown) => {
      trial.missed(inspect(error));
    });
    tried += 1;
    gained.push(...trial.gains.map(found));
    if (untilWon && gained.length > 0) break;
    uncoded.push(...trial.uncoded.map(found));
    const lost = attack.aside === true ? undefined : await unrecovered(world);
    if (lost !== undefined) stuck.push(found(lost));
    onProgress?.(tried, all.length);
  }
  const lost = await unrecovered(world);
  if (lost !== undefined) stuck.push({ index: tried, attack: 'all of them', what: lost });
  return { attacks: tried, gained, uncoded, stuck };
}

/** On a clean network, the same terminal must get in again: as it runs, and started anew from its disk. */
async function unrecovered({ network, victim }: World): Promise<string | undefined> {
  network.calm();
  try {
    await victim.enter();
    await victim.restart();
    await victim.enter();
    return undefined;
  } catch (error) {
    return inspect(error);
  }
}

const rank = (name: string, telling: string): number => (name.includes(telling) ? 0 : 1);
