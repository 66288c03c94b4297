import { channelLimits } from '../../src/contract/channel.ts';
import type { ContinuityStep } from '../../src/contract/device-authentication.ts';
import { concat, equalBytes, fromBase64url } from '../../src/protocol/bytes.ts';
import { sha256 } from '../../src/protocol/hash.ts';
import type { ContinuityStore } from './store/continuity-store.ts';

/**
 * Seconds in which a step may arrive again, once it was made: a message opens its channel for so long, so a copy that was
 * held up may come after the next step.
 */
const stepLifetime = 2 * channelLimits.cookieLifetime;

/**
 * B1: follows a device from one authentication to the next. A device chooses where a step leads, writes it down before it
 * sends it, and keeps to it until it knows that it has arrived; so whatever is lost, repeated or held up on the way, one
 * user makes one step from each place. A step from another place than the last, or a second one from the same, is another
 * user of the identity: a copy of the device, or a device that was set back to a backup.
 * @returns whether it follows. Where it does not, the place is taken over, so that a restored backup counts once and two
 *   users count each time they take turns.
 */
export async function followStep(
  store: ContinuityStore,
  deviceId: Uint8Array,
  { from, to }: ContinuityStep,
  now: number,
): Promise<boolean> {
  const step = sha256(concat(deviceId, fromBase64url(from), fromBase64url(to)));
  const before = await store.find(deviceId);
  if (before.step !== undefined && equalBytes(before.step, step)) {
    await store.remember(step, now + stepLifetime);
    return true;
  }
  if (await store.remembers(step, now)) return true;
  const follows = before.place === undefined || equalBytes(before.place, placeOf(deviceId, from));
  await store.move(deviceId, { place: placeOf(deviceId, to), step });
  await store.remember(step, now + stepLifetime);
  if (!follows) await store.noteBreak(deviceId, now);
  return follows;
}

const placeOf = (deviceId: Uint8Array, place: string) => sha256(concat(deviceId, fromBase64url(place)));
