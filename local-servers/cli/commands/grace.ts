import { CodedError } from '../../../src/errors/coded-error.ts';

/** How long old keys stay good beside new ones, unless the operator says otherwise. */
export const defaultGraceDays = '30';

/** @param text days, as the operator wrote them @throws configuration.invalid */
export function graceSeconds(text: string): number {
  const days = Number(text);
  if (text.trim() !== '' && days >= 0 && days <= 3_650) return days * 86_400;
  throw new CodedError('configuration.invalid', { detail: `${text} is no number of days` });
}
