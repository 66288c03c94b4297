import type { ActionClip } from '../clip-ids.ts';
import type { SpokenClips } from './spoken.ts';

/** What instructions are put together from in one language. */
export interface Words {
  readonly clips: SpokenClips;
  /** An action with the road that it leads into, at `{road}`; without such a sentence the clip's words stand alone. */
  readonly onto: Readonly<Partial<Record<ActionClip, string>>>;
  /** In the list of things to do. */
  readonly depart: string;
  readonly departAlong: string;
  readonly afterDistance: string;
  readonly beforeThen: string;
  readonly afterThen: string;
  readonly end: string;
}
