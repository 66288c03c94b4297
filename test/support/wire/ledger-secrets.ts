import type { Secret } from '../secret-search.ts';
import type { ProcessLedger } from './ledger.ts';

/** What HKDF makes to be shown: the protocol sends these in the open, and says so. */
const shownDerivations: Readonly<Record<string, string>> = {
  'naviterm/1 channel id': 'names a channel in every request of it',
  'naviterm/1 chunk id': 'addresses a chunk; says nothing of its content to who lacks the key of the region',
};

/** Every key that any process of the run used or made, named by its uses. */
export function ledgerSecrets(ledgers: readonly ProcessLedger[]): Secret[] {
  const keys = ledgers.flatMap((ledger) => ledger.keys);
  // Noise, section 9.2: where a psk is used, the ephemeral public keys go into HKDF as well.
  const shown = new Set(keys.filter(({ use }) => use === 'public key').map(({ hex }) => hex));
  for (const { label, hex } of keys)
    if (Object.keys(shownDerivations).some((start) => label.startsWith(start))) shown.add(hex);
  const uses = new Map<string, Set<string>>();
  for (const { use, label, hex } of keys) {
    if (shown.has(hex)) continue;
    const known = uses.get(hex) ?? new Set();
    uses.set(hex, known.add(`${use} ${label}`.trim()));
  }
  return [...uses].map(([hex, names]) => ({ name: [...names].join(', '), value: Buffer.from(hex, 'hex') }));
}
