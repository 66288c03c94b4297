import type { FieldFault, PayReply, PayRequest } from '../../../src/contract/portal.ts';
import { html, type Html } from '../../kit/pages/html.ts';
import type { Language } from '../../kit/pages/language.ts';
import { ceilings, type CardField, type Faults } from '../forms/fields.ts';
import { formatPrice, textsOf } from '../text/texts.ts';
import { field } from './field.ts';
import { layout, notice } from './layout.ts';

export interface Due {
  readonly amount: number;
  readonly currency: string;
}

export interface PayPageState {
  readonly formToken: string;
  readonly form?: PayRequest;
  readonly faults?: Faults<CardField | 'application'>;
  readonly complaint?: { readonly words: string; readonly code?: string };
  /** What is to pay, once it is known for which application. */
  readonly due: Due | undefined;
}

export function payPage(language: Language, state: PayPageState): Html {
  const text = textsOf(language);
  const { form = {}, faults = {}, complaint, due } = state;
  const own = text.pay.fields;
  const price = due === undefined ? undefined : formatPrice(language, due.amount, due.currency);
  const common = (name: CardField | 'application', fault: FieldFault | undefined = faults[name]) => ({
    ...own[name],
    name,
    fault,
  });
  // What is typed is kept, but for the card's number and code: they are never sent back.
  const body = html`<p>${text.pay.lead}</p>
    ${complaint !== undefined && notice('fault', complaint.words, complaint.code, text.problems.code)}
    ${price !== undefined && html`<p class="due">${text.pay.amount}: <strong class="price">${price}</strong></p>`}
    <form method="post" action="/pay">
      <input type="hidden" name="formToken" value="${state.formToken}" />
      ${field(text, { ...common('application'), value: form.application ?? '', ceiling: 40, autocomplete: 'off' })}
      ${field(text, { ...common('cardNumber'), value: '', ceiling: ceilings.cardNumber, inputMode: 'numeric', autocomplete: 'cc-number' })}
      <div class="pair">
        ${field(text, { ...common('cardExpiry'), value: form.cardExpiry ?? '', ceiling: 10, autocomplete: 'cc-exp' })}
        ${field(text, { ...common('securityCode'), value: '', ceiling: 4, inputMode: 'numeric', autocomplete: 'cc-csc' })}
      </div>
      ${field(text, { ...common('cardHolder'), value: form.cardHolder ?? '', ceiling: ceilings.cardHolder, autocomplete: 'cc-name' })}
      <button>${text.pay.send(price)}</button>
    </form>`;
  const query = form.application === undefined ? {} : { application: form.application };
  return layout({ text, title: text.pay.title, step: 1, path: '/pay', query }, body);
}

/** C2: the account, shown once. */
export function accountPage(language: Language, account: PayReply, mail: string): Html {
  const text = textsOf(language);
  const own = text.account;
  const body = html`<p class="lead">${own.lead(mail)}</p>
    <dl class="slip">
      <dt>${own.userId}</dt>
      <dd id="user-id">${account.userId}</dd>
      <dt>${own.password}</dt>
      <dd id="password">${account.password}</dd>
      <dt>${own.licenceNumber}</dt>
      <dd id="licence-number">${account.licenceNumber}</dd>
    </dl>
    ${notice('note', own.once)}
    <p>${own.next}</p>
    <p class="hint">${own.charged(account.lastFour)}</p>`;
  const query = { application: account.applicationNumber };
  return layout({ text, title: own.title, step: 2, path: '/application', query }, body);
}
