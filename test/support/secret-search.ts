import { readings, spellings } from './spellings.ts';

export interface Secret {
  readonly name: string;
  readonly value: Uint8Array;
}

export interface Sighting {
  readonly name: string;
  readonly spelling: string;
  /** How what was heard had to be read for it. */
  readonly reading: string;
}

interface Pattern {
  readonly name: string;
  readonly spelling: string;
  readonly bytes: Buffer;
}

const keyBytes = 3;
const keyAt = (bytes: Buffer, at: number) =>
  ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);

/** Looks for thousands of secrets in every spelling at once, in one pass over what was heard. */
export class SecretSearch {
  readonly #patterns = new Map<number, Pattern[]>();
  /** Whether any spelling begins with these three bytes. */
  readonly #beginnings = new Uint8Array(1 << 24);

  /** Values have 3 bytes at least. */
  constructor(secrets: Iterable<Secret>) {
    for (const { name, value } of secrets) {
      for (const [spelling, bytes] of spellings(value)) {
        if (bytes.byteLength < keyBytes) throw new RangeError(`${name} is too short to look for`);
        const key = keyAt(bytes, 0);
        this.#beginnings[key] = 1;
        const others = this.#patterns.get(key);
        if (others === undefined) this.#patterns.set(key, [{ name, spelling, bytes }]);
        else others.push({ name, spelling, bytes });
      }
    }
  }

  /** Each sighting of a secret in a spelling once, by the plainest reading that shows it. */
  in(heard: Buffer): Sighting[] {
    const found = new Map<string, Sighting>();
    for (const [reading, bytes] of readings(heard)) {
      for (const { name, spelling } of this.#matches(bytes)) {
        const place = `${name}\n${spelling}`;
        if (!found.has(place)) found.set(place, { name, spelling, reading });
      }
    }
    return [...found.values()];
  }

  *#matches(heard: Buffer): Generator<Pattern> {
    for (let at = 0; at + keyBytes <= heard.byteLength; at++) {
      const key = keyAt(heard, at);
      if (this.#beginnings[key] === 0) continue;
      for (const pattern of this.#patterns.get(key) ?? []) {
        const end = at + pattern.bytes.byteLength;
        if (end <= heard.byteLength && heard.compare(pattern.bytes, 0, pattern.bytes.byteLength, at, end) === 0)
          yield pattern;
      }
    }
  }
}
