/** So many crashes within so many seconds are too many. */
const most = 3;
const within = 60;

/** Counts crashes of the screens. */
export class CrashCount {
  #times: readonly number[] = [];

  /** One more, at `now` elapsed seconds. @returns whether they are too many; the count then begins anew */
  crashed(now: number): boolean {
    this.#times = [...this.#times.filter((at) => at > now - within), now];
    if (this.#times.length < most) return false;
    this.#times = [];
    return true;
  }
}
