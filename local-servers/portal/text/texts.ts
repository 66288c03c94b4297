import type { Language } from '../../kit/pages/language.ts';
import { en, type PortalText } from './en.ts';
import { ja } from './ja.ts';

const texts: Readonly<Record<Language, PortalText>> = { en, ja };

export function textsOf(language: Language): PortalText {
  return texts[language];
}

/** An amount in the currency's smallest unit, as people write it. */
export function formatPrice(language: Language, amount: number, currency: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
}

/** A contract's length, in days. */
export function formatDays(language: Language, seconds: number): string {
  const days = Math.max(1, Math.round(seconds / 86_400));
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days);
}
