import type { ContractSummary } from '../../src/contract/sessions.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { Contract } from './store/account-store.ts';
import type { StoredSession } from './store/session-store.ts';

export function summarise(contract: Contract, now: number): ContractSummary {
  return { plan: contract.plan, regions: [...contract.regions], expiresIn: Math.max(0, contract.endsAt - now) };
}

/** @throws contract.lapsed */
export function checkContract(contract: Contract, now: number): void {
  if (contract.endsAt <= now) throw new CodedError('contract.lapsed');
}

/** C5: for one whose signature was checked. @throws session.revoked, session.expired, contract.lapsed */
export function checkSession(session: StoredSession & { readonly contract: Contract }, now: number): void {
  if (session.state === 'revoked') throw new CodedError('session.revoked');
  if (session.expiresAt <= now) throw new CodedError('session.expired');
  checkContract(session.contract, now);
}
