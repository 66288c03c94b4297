import type { ApplyReply, ApplyRequest } from '../../../src/contract/portal.ts';
import { html, type Html } from '../../kit/pages/html.ts';
import type { Language } from '../../kit/pages/language.ts';
import { ceilings, type ApplicantField, type Faults } from '../forms/fields.ts';
import type { Plan } from '../settings.ts';
import { formatDays, formatPrice, textsOf } from '../text/texts.ts';
import { field } from './field.ts';
import { layout, notice } from './layout.ts';

export function homePage(language: Language, plans: readonly Plan[]): Html {
  const text = textsOf(language);
  const { home } = text;
  const body = html`<p class="lead">${home.lead}</p>
    <p><a class="button" href="/apply">${home.apply}</a></p>
    <p><a class="button second" href="/pay">${home.pay}</a></p>
    <h2>${home.howTitle}</h2>
    <ol class="how">
      ${home.how.map((line) => html`<li>${line}</li>`)}
    </ol>
    <h2>${home.plansTitle}</h2>
    <ul class="plans">
      ${plans.map(
        (plan) =>
          html`<li>
            <span class="plan">${plan.name[language]}</span>
            <span class="price">${formatPrice(language, plan.amount, plan.currency)}</span>
            <span class="hint">${home.planLength(formatDays(language, plan.contractSeconds))}</span>
          </li>`,
      )}
    </ul>`;
  return layout({ text, title: home.title, path: '/' }, body);
}

export interface ApplyPageState {
  readonly formToken: string;
  readonly form?: ApplyRequest;
  readonly faults?: Faults<ApplicantField>;
  /** What is wrong with the whole form. */
  readonly complaint?: string;
}

export function applyPage(language: Language, plans: readonly Plan[], state: ApplyPageState): Html {
  const text = textsOf(language);
  const { form = {}, faults = {}, complaint } = state;
  const own = text.apply.fields;
  const common = (name: 'name' | 'address' | 'phone' | 'mail') => ({
    ...own[name],
    name,
    value: form[name] ?? '',
    fault: faults[name],
    ceiling: ceilings[name],
  });
  const body = html`<p>${text.apply.lead}</p>
    ${complaint !== undefined && notice('fault', complaint)}
    <form method="post" action="/apply">
      <input type="hidden" name="formToken" value="${state.formToken}" />
      ${field(text, { ...common('name'), autocomplete: 'name' })}
      ${field(text, { ...common('address'), autocomplete: 'street-address' })}
      ${field(text, { ...common('phone'), type: 'tel', autocomplete: 'tel' })}
      ${field(text, { ...common('mail'), type: 'email', autocomplete: 'email' })}
      ${planChoice(language, plans, form.plan)}
      <button>${text.apply.send}</button>
    </form>`;
  return layout({ text, title: text.apply.title, step: 0, path: '/apply' }, body);
}

function planChoice(language: Language, plans: readonly Plan[], chosen: string | undefined): Html {
  const selected = plans.find((plan) => plan.id === chosen) ?? plans[0];
  return html`<fieldset>
    <legend>${textsOf(language).apply.plan}</legend>
    ${plans.map(
      (plan) =>
        html`<label class="choice">
          <input type="radio" name="plan" value="${plan.id}" ${plan === selected && html`checked`} />
          <span>${plan.name[language]}</span>
          <span class="price">${formatPrice(language, plan.amount, plan.currency)}</span>
        </label>`,
    )}
  </fieldset>`;
}

export function appliedPage(language: Language, reply: ApplyReply, mail: string, mailboxUrl: string | undefined): Html {
  const text = textsOf(language);
  const { applied } = text;
  const path = `/pay?application=${reply.applicationNumber}`;
  const body = html`<p class="lead">${applied.lead(mail)}</p>
    <dl class="slip">
      <dt>${applied.number}</dt>
      <dd id="application-number">${reply.applicationNumber}</dd>
    </dl>
    <p>${applied.keep}</p>
    <p><a class="button" href="${path}">${applied.pay}</a></p>
    ${mailboxUrl !== undefined && html`<p><a href="${mailboxUrl}">${applied.mailbox}</a></p>`}`;
  return layout({ text, title: applied.title, step: 0, path: '/apply' }, body);
}
