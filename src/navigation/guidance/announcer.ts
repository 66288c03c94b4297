import type { Announcement } from './say.ts';
import type { Step } from './steps.ts';

/** Metres before a thing to do at which it is announced, by the speed. */
interface Moments {
  readonly now: number;
  readonly near: number;
  readonly far: number;
}

/** @param speed metres a second */
function momentsAt(speed: number): Moments {
  return { now: Math.max(25, speed * 4), near: Math.max(120, speed * 14), far: Math.max(350, speed * 40) };
}

/** How close to a thing to do its announcements are: each is made once, and none that is further after a closer one. */
const stages = { none: 0, going: 1, far: 2, near: 3, now: 4 } as const;
type Stage = (typeof stages)[keyof typeof stages];

/** Metres without anything to do from which that is said. */
const longStage = 2_000;
/** Seconds that a sentence takes: unless something is to be done now, the next waits for it. */
const sentence = 5;
/** Seconds within which the next thing to do is announced together with this one. */
const together = 6;

/** Decides what is announced when; in words it is put elsewhere. */
export class Announcer {
  readonly #steps: readonly Step[];
  readonly #said = new Map<number, Stage>();
  #quietUntil = -Infinity;

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
  }

  /**
   * What is to be said of the next thing to do, if anything.
   * @param next its index
   * @param ahead metres to it
   * @param speed metres a second
   * @param now seconds
   */
  next(next: number, ahead: number, speed: number, now: number): Announcement | undefined {
    const step = this.#steps[next];
    if (step === undefined) return undefined;
    const moments = momentsAt(speed);
    const stage = stageAt(ahead, moments);
    const said = this.#said.get(next) ?? stages.none;
    if (stage <= said || (stage < stages.now && now < this.#quietUntil)) return undefined;
    this.#mark(next, stage);
    // Arriving is announced when it happens.
    if (step.kind === 'arrive' && stage === stages.now) return undefined;
    this.#quietUntil = now + sentence;
    if (stage === stages.going) return { kind: 'stage', metres: ahead };
    const after = this.#following(next, stage, speed);
    const told = { kind: 'step', step, ...(after === undefined ? {} : { after }) } as const;
    return stage === stages.now ? told : { ...told, metres: ahead };
  }

  /** Something else was said just now. @param now seconds */
  spoke(now: number): void {
    this.#quietUntil = now + sentence;
  }

  /** The thing to do right after this one, which is then not announced from afar again. */
  #following(next: number, stage: Stage, speed: number): Step | undefined {
    const step = this.#steps[next];
    const after = this.#steps[next + 1];
    if (step === undefined || after === undefined || stage < stages.near) return undefined;
    if (after.distance - step.ends > Math.max(60, speed * together)) return undefined;
    this.#mark(next + 1, stages.near);
    return after;
  }

  #mark(index: number, stage: Stage): void {
    if (stage > (this.#said.get(index) ?? stages.none)) this.#said.set(index, stage);
    // Steps come in their order: those behind are not asked about again.
    this.#said.delete(index - 3);
  }
}

/** A little before a moment its announcement stands for the one before it too, which would be cut short by it. */
function stageAt(ahead: number, { now, near, far }: Moments): Stage {
  if (ahead <= now * 1.25) return stages.now;
  if (ahead <= near * 1.25) return stages.near;
  if (ahead <= far) return stages.far;
  return ahead > Math.max(longStage, far * 1.5) ? stages.going : stages.none;
}
