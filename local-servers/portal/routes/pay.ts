import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApplicationQuery, ApplicationStatus, PayReply, PayRequest } from '../../../src/contract/portal.ts';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import type { App } from '../../kit/app.ts';
import { chooseLanguage, type Language } from '../../kit/pages/language.ts';
import { sendPage } from '../../kit/pages/send-page.ts';
import { asksForJson } from '../../kit/problems.ts';
import type { DeclineReason } from '../acquirer/acquirer.ts';
import { parseApplicationNumber } from '../applications/number.ts';
import { findApplication, type ApplicationRow } from '../applications/store.ts';
import { readCard, type CardField, type Faults } from '../forms/fields.ts';
import { statusPage, problemWords } from '../pages/message-pages.ts';
import { accountPage, payPage, type PayPageState } from '../pages/pay-pages.ts';
import { textsOf } from '../text/texts.ts';
import type { PortalParts } from './parts.ts';

type Complaint = Pick<PayPageState, 'complaint' | 'faults'>;

/** C2: payment and the account, and how an application stands. */
export function addPayRoutes(app: App, parts: PortalParts): void {
  app.get('/pay', { schema: { hide: true, querystring: ApplicationQuery } }, async (request, reply) => {
    const { application } = request.query;
    if (application === undefined || application === '') return showForm(parts, request, reply, {});
    const row = await find(parts, application);
    if (isPaid(row)) throw new CodedError('application.already-paid');
    return showForm(parts, request, reply, { form: { application: row.number } });
  });

  app.post(
    '/pay',
    { schema: { summary: 'C2: payment; gives the account', body: PayRequest, response: { 200: PayReply } } },
    async (request, reply) => {
      parts.limitAttempts(request);
      const form = request.body;
      const language = chooseLanguage(request, reply);
      if (!parts.formTokens.accepts(request, form.formToken)) {
        if (asksForJson(request))
          throw new CodedError('request.malformed', { detail: 'the form token is missing or old' });
        return showForm(parts, request, reply, { form, complaint: { words: textsOf(language).formTooOld } });
      }
      let answer: { account: PayReply; mail: string } | Complaint;
      try {
        const row = await find(parts, form.application ?? '');
        const account = await parts.payments.pay(row.number, checkCard(form, parts.clock.now()));
        answer = { account, mail: row.mail };
      } catch (error) {
        // What the visitor can mend is shown on the form itself; the rest becomes a page, or a problem document.
        if (
          asksForJson(request) ||
          !hasCode(error, 'application.unknown', 'payment.card-invalid', 'payment.declined')
        ) {
          throw error;
        }
        request.log.info({ code: error.code }, 'the payment was refused');
        answer = complaintOf(language, error);
      }
      if (!('account' in answer)) return showForm(parts, request, reply, { form, ...answer });
      if (asksForJson(request)) return answer.account;
      return sendPage(reply, accountPage(language, answer.account, answer.mail));
    },
  );

  app.get(
    '/application',
    {
      schema: {
        summary: 'How an application stands',
        querystring: ApplicationQuery,
        response: { 200: ApplicationStatus },
      },
    },
    async (request, reply) => {
      const row = await find(parts, request.query.application ?? '');
      if (!isPaid(row)) throw new CodedError('application.unpaid');
      const status: ApplicationStatus = { applicationNumber: row.number, state: row.state };
      if (asksForJson(request)) return status;
      return sendPage(reply, statusPage(chooseLanguage(request, reply), status));
    },
  );
}

function isPaid(row: ApplicationRow): row is ApplicationRow & { state: 'paid' | 'issued' } {
  return row.state === 'paid' || row.state === 'issued';
}

async function find(parts: PortalParts, text: string): Promise<ApplicationRow> {
  const number = parseApplicationNumber(text.slice(0, 40));
  const row = number === undefined ? undefined : await findApplication(parts.database, number);
  if (row === undefined) throw new CodedError('application.unknown');
  return row;
}

/** @throws payment.card-invalid with `info.fields`; nothing of the card is in it. */
function checkCard(form: PayRequest, now: number) {
  const reading = readCard(form, now);
  if ('faults' in reading) throw new CodedError('payment.card-invalid', { info: { fields: reading.faults } });
  return reading.value;
}

function complaintOf(language: Language, error: CodedError): Complaint {
  const text = textsOf(language);
  if (error.code === 'payment.declined') {
    const reason = text.declined.reasons[error.info?.['reason'] as DeclineReason];
    return { complaint: { words: `${text.declined.title}: ${reason} ${text.declined.again}`, code: error.code } };
  }
  if (error.code === 'application.unknown') {
    const words = problemWords(text, { code: error.code, status: error.facts.status });
    return { complaint: { words, code: error.code }, faults: { application: 'malformed' } };
  }
  const faults = error.info?.['fields'] as Faults<CardField>;
  return { complaint: { words: text.faultSummary, code: error.code }, faults };
}

async function showForm(
  parts: PortalParts,
  request: FastifyRequest,
  reply: FastifyReply,
  state: Omit<PayPageState, 'formToken' | 'due'>,
): Promise<FastifyReply> {
  const number = parseApplicationNumber((state.form?.application ?? '').slice(0, 40));
  const due = number === undefined ? undefined : await findApplication(parts.database, number);
  const formToken = parts.formTokens.issue(request, reply);
  const page = payPage(chooseLanguage(request, reply), { ...state, due, formToken });
  return sendPage(
    reply,
    page,
    state.complaint === undefined ? 200 : state.complaint.code === 'payment.declined' ? 402 : 400,
  );
}
