import type { ApplyRequest, FieldFault, PayRequest } from '../../../src/contract/portal.ts';
import type { Card, CardExpiry } from '../acquirer/acquirer.ts';

/** What is wrong with a form, by field. */
export type Faults<Field extends string> = Partial<Record<Field, FieldFault>>;

export interface Applicant {
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  readonly mail: string;
}
export type ApplicantField = keyof Applicant | 'plan';
export type CardField = 'cardNumber' | 'cardExpiry' | 'securityCode' | 'cardHolder';

type Reading<Value, Field extends string> = { readonly value: Value } | { readonly faults: Faults<Field> };

/** Characters. */
export const ceilings = { name: 100, address: 300, phone: 30, mail: 254, cardHolder: 100, cardNumber: 30 } as const;

// oxlint-disable-next-line no-control-regex -- control characters are what must not come in
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/;

/** Reads an application; full-width letters and digits, as Japanese keyboards write them, are taken too. */
export function readApplicant(form: ApplyRequest): Reading<Applicant, ApplicantField> {
  const value = {
    name: oneLine(form.name).normalize('NFC'),
    address: oneLine(form.address).normalize('NFC'),
    phone: oneLine(form.phone)
      .normalize('NFKC')
      .replaceAll(/[\u2010-\u2015\u2212\u30fc]/g, '-'),
    mail: oneLine(form.mail).normalize('NFKC'),
  };
  const faults: Faults<ApplicantField> = {};
  for (const field of ['name', 'address', 'phone', 'mail'] as const) {
    const fault = textFault(value[field], ceilings[field]);
    if (fault !== undefined) faults[field] = fault;
  }
  const phoneDigits = value.phone.replaceAll(/\D/g, '').length;
  if (!/^\+?[0-9() .-]+$/.test(value.phone) || phoneDigits < 7 || phoneDigits > 15) faults.phone ??= 'malformed';
  if (!/^[^\s"(),:;<>@[\\\]]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value.mail)) faults.mail ??= 'malformed';
  return Object.keys(faults).length === 0 ? { value } : { faults };
}

/** Reads a card. @param now seconds since 1970 */
export function readCard(form: PayRequest, now: number): Reading<Card, CardField> {
  const number = oneLine(form.cardNumber).normalize('NFKC').replaceAll(/[ -]/g, '');
  const securityCode = oneLine(form.securityCode).normalize('NFKC');
  const holder = oneLine(form.cardHolder).normalize('NFKC');
  const expiry = parseExpiry(oneLine(form.cardExpiry).normalize('NFKC'));
  const faults: Faults<CardField> = {};
  const note = (field: CardField, fault: FieldFault | undefined) => {
    if (fault !== undefined) faults[field] ??= fault;
  };
  note('cardNumber', textFault(number, ceilings.cardNumber));
  if (!/^\d{12,19}$/.test(number) || !hasLuhnDigit(number)) note('cardNumber', 'malformed');
  note('cardExpiry', textFault(oneLine(form.cardExpiry), 10));
  if (expiry === undefined) note('cardExpiry', 'malformed');
  else if (isOver(expiry, now)) note('cardExpiry', 'expired');
  note('securityCode', textFault(securityCode, 4));
  if (!/^\d{3,4}$/.test(securityCode)) note('securityCode', 'malformed');
  note('cardHolder', textFault(holder, ceilings.cardHolder));
  if (expiry === undefined || Object.keys(faults).length > 0) return { faults };
  return { value: { number, expiry, securityCode, holder } };
}

/** ISO/IEC 7812-1, annex B. */
export function hasLuhnDigit(number: string): boolean {
  const digits = number.split('').toReversed().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const weighted = index % 2 === 0 ? digit : digit * 2;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}

function parseExpiry(text: string): CardExpiry | undefined {
  const match = /^(\d{1,2}) ?[/-]? ?(20)?(\d{2})$/.exec(text);
  const month = Number(match?.[1]);
  if (match === null || month < 1 || month > 12) return undefined;
  return { month, year: 2000 + Number(match[3]) };
}

/** A card is good until the end of its month, everywhere on earth; twenty years ahead is a slip of the pen. */
function isOver({ month, year }: CardExpiry, now: number): boolean {
  const end = Date.UTC(year, month, 1) / 1000 + 12 * 3600;
  return end <= now || year > new Date(now * 1000).getUTCFullYear() + 20;
}

function textFault(text: string, ceiling: number): FieldFault | undefined {
  if (text === '') return 'missing';
  if (text.length > ceiling) return 'too-long';
  return controlCharacters.test(text) ? 'malformed' : undefined;
}

/** Line breaks become spaces: nothing that is typed can begin a new line in a mail's head. */
function oneLine(text: string | undefined): string {
  return (text ?? '').replaceAll(/\s+/g, ' ').trim();
}
