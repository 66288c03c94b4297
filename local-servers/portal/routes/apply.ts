import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApplyReply, ApplyRequest } from '../../../src/contract/portal.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { App } from '../../kit/app.ts';
import { chooseLanguage, type Language } from '../../kit/pages/language.ts';
import { sendPage } from '../../kit/pages/send-page.ts';
import { asksForJson } from '../../kit/problems.ts';
import { addApplication } from '../applications/store.ts';
import { readApplicant, type Applicant, type ApplicantField, type Faults } from '../forms/fields.ts';
import { applicationMail } from '../outbox/mails.ts';
import { appliedPage, applyPage, homePage, type ApplyPageState } from '../pages/apply-pages.ts';
import type { Plan } from '../settings.ts';
import { formatPrice, textsOf } from '../text/texts.ts';
import type { PortalParts } from './parts.ts';

/** C1: what the portal is, and the application. */
export function addApplyRoutes(app: App, parts: PortalParts): void {
  const { plans } = parts.settings;

  app.get('/', { schema: { hide: true } }, (request, reply) =>
    sendPage(reply, homePage(chooseLanguage(request, reply), plans)),
  );

  app.get('/apply', { schema: { hide: true } }, (request, reply) => showForm(parts, request, reply, {}, 200));

  app.post(
    '/apply',
    { schema: { summary: 'C1: an application', body: ApplyRequest, response: { 200: ApplyReply } } },
    async (request, reply) => {
      parts.limitAttempts(request);
      const form = request.body;
      const language = chooseLanguage(request, reply);
      if (!parts.formTokens.accepts(request, form.formToken)) {
        if (asksForJson(request))
          throw new CodedError('request.malformed', { detail: 'the form token is missing or old' });
        return showForm(parts, request, reply, { form, complaint: textsOf(language).formTooOld }, 400);
      }
      const plan = plans.find(({ id }) => id === (form.plan ?? plans[0]?.id));
      const reading = readApplicant(form);
      const faults: Faults<ApplicantField> = {
        ...('faults' in reading ? reading.faults : {}),
        ...(plan === undefined ? { plan: 'unknown' } : {}),
      };
      if (plan === undefined || 'faults' in reading) {
        if (asksForJson(request)) throw new CodedError('request.malformed', { info: { fields: faults } });
        return showForm(parts, request, reply, { form, faults, complaint: textsOf(language).faultSummary }, 400);
      }
      const answer = await accept(parts, reading.value, language, plan);
      if (asksForJson(request)) return answer;
      return sendPage(reply, appliedPage(language, answer, reading.value.mail, parts.settings.mailboxUrl));
    },
  );
}

/** Writes the application and queues its mail in one transaction. */
async function accept(parts: PortalParts, applicant: Applicant, language: Language, plan: Plan): Promise<ApplyReply> {
  const { database, audit, clock, outbox, baseUrl } = parts;
  const reply = await database.transaction(async (tx): Promise<ApplyReply> => {
    const number = await addApplication(tx, { applicant, language, plan, now: clock.now() });
    const payUrl = `${baseUrl}/pay?application=${number}`;
    const price = formatPrice(language, plan.amount, plan.currency);
    const facts = { name: applicant.name, applicationNumber: number, plan: plan.name[language], price, payUrl };
    await outbox.add(tx, applicant.mail, applicationMail(language, facts));
    await audit.record(tx, {
      action: 'application.accept',
      outcome: 'ok',
      subject: number,
      details: { plan: plan.id },
    });
    return { applicationNumber: number, payUrl, plan: plan.id, amount: plan.amount, currency: plan.currency };
  });
  outbox.hurry();
  return reply;
}

function showForm(
  parts: PortalParts,
  request: FastifyRequest,
  reply: FastifyReply,
  state: Omit<ApplyPageState, 'formToken'>,
  status: number,
): FastifyReply {
  const language = chooseLanguage(request, reply);
  const formToken = parts.formTokens.issue(request, reply);
  return sendPage(reply, applyPage(language, parts.settings.plans, { ...state, formToken }), status);
}
