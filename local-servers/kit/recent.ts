/**
 * A map with a ceiling, for what is looked up in each request: what was not used for longest goes. It keeps two
 * generations of half the size, so that to use an entry of the younger one is nothing but a look-up; a list by the
 * last use would have to be changed each time.
 */
export class Recent<Key, Value> {
  readonly #half: number;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  constructor(ceiling: number) {
    this.#half = Math.max(1, Math.floor(ceiling / 2));
  }

  get(key: Key): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: Key, value: Value): void {
    if (this.#young.size >= this.#half && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
