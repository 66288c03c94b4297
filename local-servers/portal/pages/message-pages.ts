import type { ApplicationStatus } from '../../../src/contract/portal.ts';
import type { Problem } from '../../../src/errors/problem.ts';
import { html, type Html } from '../../kit/pages/html.ts';
import type { Language } from '../../kit/pages/language.ts';
import type { PortalText } from '../text/en.ts';
import { textsOf } from '../text/texts.ts';
import { layout, notice } from './layout.ts';

export function statusPage(language: Language, status: ApplicationStatus): Html {
  const text = textsOf(language);
  const query = { application: status.applicationNumber };
  const body = html`<dl class="slip">
      <dt>${text.applied.number}</dt>
      <dd>${status.applicationNumber}</dd>
    </dl>
    ${notice('good', text.status[status.state])}`;
  return layout({ text, title: text.status.title, step: 2, path: '/application', query }, body);
}

/** What went wrong in words of the visitor's language, and its code. */
export function problemPage(language: Language, problem: Problem): Html {
  const text = textsOf(language);
  const body = html`${notice('fault', problemWords(text, problem), problem.code, text.problems.code)}
    <p><a class="button second" href="/">${text.problems.back}</a></p>`;
  return layout({ text, title: text.problems.title, path: '/' }, body);
}

export function problemWords(text: PortalText, problem: Pick<Problem, 'code' | 'status' | 'info'>): string {
  if (problem.info?.['paid'] === true) return text.problems.paidWithoutAccount;
  const own: Readonly<Record<string, string>> = text.problems;
  const known = problem.code.includes('.') ? own[problem.code] : undefined;
  return known ?? (problem.status < 500 ? text.problems.mine : text.problems.ours);
}
