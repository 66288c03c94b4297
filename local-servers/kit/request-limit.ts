import { CodedError } from '../../src/errors/coded-error.ts';
import { addressNetwork } from './address-network.ts';
import type { ServerClock } from './clock.ts';

/** A connection: `node:net`'s sockets are. */
interface Connection {
  readonly remoteAddress?: string | undefined;
}

const windowSeconds = 60;
/** Addresses that are counted at once; whoever came first is forgotten first. Memory for about 100 bytes each. */
const addressCeiling = 100_000;

/**
 * Requests of one address (IPv6: one /64) in a minute. Counted by the server's own steady clock, so that a wall clock that
 * is set shuts nobody out, and without any work beyond a look into a map, since every request passes here.
 */
export class RequestLimit {
  readonly #perMinute: number;
  readonly #clock: ServerClock;
  readonly #keys = new WeakMap<Connection, string>();
  #counts = new Map<string, number>();
  #windowEndsAt = 0;

  constructor(perMinute: number, clock: ServerClock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** Counts one more request that came over a connection. @throws request.rate-limited */
  count(connection: Connection): void {
    const now = this.#clock.now();
    if (now >= this.#windowEndsAt) {
      this.#windowEndsAt = now + windowSeconds;
      this.#counts = new Map();
    }
    const key = this.#keyOf(connection);
    const count = (this.#counts.get(key) ?? 0) + 1;
    if (count > this.#perMinute) {
      throw new CodedError('request.rate-limited', { retryAfter: Math.ceil(this.#windowEndsAt - now) });
    }
    this.#counts.set(key, count);
    if (this.#counts.size <= addressCeiling) return;
    for (const first of this.#counts.keys()) {
      this.#counts.delete(first);
      return;
    }
  }

  #keyOf(connection: Connection): string {
    const known = this.#keys.get(connection);
    if (known !== undefined) return known;
    const key = addressNetwork(connection.remoteAddress ?? '');
    this.#keys.set(connection, key);
    return key;
  }
}
