import type { Choice, Offer, RegisteredTerminal } from '../../src/contract/sign-up.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { AccountsSettings } from './settings.ts';
import type { Registration } from './store/key-store.ts';

/**
 * C7: what the operator's policy offers an account with these terminals: another one within the free limit, to overwrite
 * one, or to cancel. Nothing beyond the free limit is for sale, so the fee is always 0.
 */
export function offerFor(terminals: readonly Registration[], settings: AccountsSettings, now: number): Offer {
  return {
    terminals: describeTerminals(terminals, now),
    choices: choicesFor(terminals, settings),
    fee: { amount: 0, currency: 'JPY' },
  };
}

/** C7: what the account's own user is told of its terminals. */
export function describeTerminals(terminals: readonly Registration[], now: number): RegisteredTerminal[] {
  return terminals.map(({ slotId, terminal: { name, makerId, modelId }, registeredAt }) => {
    return { slotId, name, makerId, modelId, age: Math.max(0, now - registeredAt) };
  });
}

function choicesFor(terminals: readonly Registration[], settings: AccountsSettings): Choice[] {
  return [
    ...(terminals.length < settings.freeLimit ? (['add'] as const) : []),
    ...(terminals.length > 0 ? (['overwrite'] as const) : []),
    'cancel',
  ];
}

/** @throws account.terminal-limit */
export function checkRoom(terminals: readonly Registration[], settings: AccountsSettings): void {
  if (terminals.length < settings.freeLimit) return;
  throw new CodedError('account.terminal-limit', { detail: `${terminals.length} of ${settings.freeLimit} terminals` });
}
