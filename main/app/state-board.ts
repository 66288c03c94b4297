import { isDeepStrictEqual } from 'node:util';
import type { ScreenState, Topic } from '../../src/contract/screen/state.ts';

export type TopicListener = <Name extends Topic>(name: Name, value: ScreenState[Name]) => void;

/** What the screens show, by topic: the one place where it is kept, and where they hear of changes. */
export class StateBoard {
  readonly #state: { -readonly [Name in Topic]: ScreenState[Name] };
  readonly #tell: TopicListener;

  constructor(initial: ScreenState, tell: TopicListener) {
    this.#state = { ...initial };
    this.#tell = tell;
  }

  get state(): ScreenState {
    return { ...this.#state };
  }

  /** Sets a topic as a whole; nobody hears of what did not change. */
  set<Name extends Topic>(name: Name, value: ScreenState[Name]): void {
    if (isDeepStrictEqual(this.#state[name], value)) return;
    this.#state[name] = value;
    this.#tell(name, value);
  }

  update<Name extends Topic>(name: Name, change: (value: ScreenState[Name]) => ScreenState[Name]): void {
    this.set(name, change(this.#state[name]));
  }
}
