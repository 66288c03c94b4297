import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followStep } from '../../local-servers/authentication/continuity.ts';
import type { Continuity, ContinuityStore } from '../../local-servers/authentication/store/continuity-store.ts';
import { continuityStart, type ContinuityStep } from '../../src/contract/device-authentication.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';

/** The store's rules over a map; the real one is under test at the servers. */
class MemoryContinuity implements ContinuityStore {
  #now: Continuity = { place: undefined, step: undefined };
  readonly #steps = new Map<string, number>();
  breaks = 0;

  find = async () => this.#now;
  move = async (_device: Uint8Array, to: Continuity) => void (this.#now = to);
  remember = async (step: Uint8Array, until: number) => void this.#steps.set(toBase64url(step), until);
  remembers = async (step: Uint8Array, now: number) => (this.#steps.get(toBase64url(step)) ?? 0) > now;
  noteBreak = async () => void (this.breaks += 1);
  clearBreaks = async () => false;
  purge = async () => {};
}

let count = 0;
const fresh = () => toBase64url(Buffer.from(String((count += 1)).padStart(16, '0')));

/** A device as the terminal keeps it: what it is about to do is written down first. */
class User {
  place = continuityStart;
  leadsTo: string | undefined;

  start(): ContinuityStep {
    this.leadsTo ??= fresh();
    return { from: this.place, to: this.leadsTo };
  }

  arrived(step: ContinuityStep): void {
    if (this.leadsTo === step.to) Object.assign(this, { place: step.to, leadsTo: undefined });
  }

  copy(): User {
    return Object.assign(new User(), { place: this.place, leadsTo: this.leadsTo });
  }
}

const deviceId = new Uint8Array(16).fill(1);
/** What becomes of one authentication, and the seconds until the next. */
const events = fc.array(
  fc.record({
    fate: fc.constantFrom('answered', 'request lost', 'answer lost', 'held up'),
    seconds: fc.integer({ min: 0, max: 70 }),
  }),
  { minLength: 1, maxLength: 40 },
);

describe('B1: the continuity of a device', () => {
  it('never breaks for one user, whatever is lost, or held up for as long as its cookie lives', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (history) => {
        const store = new MemoryContinuity();
        const user = new User();
        const held: { step: ContinuityStep; until: number }[] = [];
        let now = 1_000;
        for (const { fate, seconds } of history) {
          const step = user.start();
          if (fate === 'held up') held.push({ step, until: now + 60 });
          else if (fate !== 'request lost') await followStep(store, deviceId, step, now);
          if (fate === 'answered') user.arrived(step);
          now += seconds;
          // Whoever held messages up lets one go that is still good.
          const late = held.findIndex(({ until }) => until >= now);
          const [arriving] = late < 0 ? [] : held.splice(late, 1);
          if (arriving !== undefined && seconds % 2 === 0) await followStep(store, deviceId, arriving.step, now);
        }
        expect(store.breaks).toBe(0);
      }),
    );
  });

  it('breaks for two users as soon as each of them has been there twice in turn', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(5), fc.boolean(), async (before, midway) => {
        const store = new MemoryContinuity();
        const owner = new User();
        const go = async (user: User) => {
          const step = user.start();
          await followStep(store, deviceId, step, 1_000);
          user.arrived(step);
        };
        for (let times = 0; times < before; times += 1) await go(owner);
        if (midway) owner.start();
        const copy = owner.copy();
        for (const user of [owner, copy, owner, copy]) await go(user);
        expect(store.breaks).toBeGreaterThan(0);
      }),
    );
  });
});
