import { utf8 } from '../../../src/protocol/bytes.ts';
import { sha256 } from '../../../src/protocol/hash.ts';
import type { AllocationTarget } from './rule.ts';

/**
 * Weighted rendezvous hashing: a key gets the target that scores highest for it, and each target wins its weight's share
 * of all keys. A new target takes keys only from where they go to it, and a removed one gives back only its own.
 */
export function spread(targets: readonly AllocationTarget[], key: string): AllocationTarget | undefined {
  let best: AllocationTarget | undefined;
  let highest = -1;
  for (const target of targets) {
    const score = target.weight / -Math.log(fraction(target.serverId, key));
    if (target.weight > 0 && score > highest) {
      best = target;
      highest = score;
    }
  }
  return best;
}

/** A number in (0, 1) that only the two names decide. */
function fraction(serverId: string, key: string): number {
  const hash = Buffer.from(sha256(utf8(`${serverId}\0${key}`)));
  return (hash.readUIntBE(0, 6) + 0.5) / 2 ** 48;
}
