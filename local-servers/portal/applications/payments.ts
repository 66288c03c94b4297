import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';
import { CodedError, hasCode } from '../../../src/errors/coded-error.ts';
import { toBase64url } from '../../../src/protocol/bytes.ts';
import { randomBytes } from '../../../src/protocol/random.ts';
import type { PayReply } from '../../../src/contract/portal.ts';
import type { Audit } from '../../kit/audit.ts';
import type { ServerClock } from '../../kit/clock.ts';
import type { Logger } from '../../kit/logging.ts';
import type { SqlDatabase, SqlExecutor } from '../../kit/storage/database.ts';
import type { AccountIssuer } from '../account-issuer.ts';
import type { Acquirer, Authorisation, Card } from '../acquirer/acquirer.ts';
import { accountMail } from '../outbox/mails.ts';
import type { Outbox } from '../outbox/outbox.ts';
import {
  beginAttempt,
  claimIssue,
  endDeclined,
  findApplication,
  findUnfinished,
  markIssued,
  markPaid,
  type ApplicationRow,
} from './store.ts';

/** Declined cards in a row after which an application rests, so that nobody tries out stolen cards on it. */
const declineCeiling = 8;
/** Seconds. */
const restAfterDeclines = 900;
/** Seconds after which an attempt without an end is taken to have been cut off. */
const attemptOverdue = 60;
/** Seconds that one may take to ask for an account, answers on their way included, before another asks. */
const issueClaimSeconds = 45;

type Approved = Extract<Authorisation, { outcome: 'approved' }>;

export interface PaymentParts {
  readonly database: SqlDatabase;
  readonly acquirer: Acquirer;
  readonly issuer: AccountIssuer;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly clock: ServerClock;
  readonly logger: Logger;
}

/**
 * C2: from a card to an account, charged once whatever happens. Each attempt has a key that is stored before the acquirer
 * hears of it; each later step can be done again with the same result.
 */
export class Payments {
  readonly #parts: PaymentParts;
  /** Payments under way in this process: a form that is sent twice gets the answer of the first. */
  readonly #underWay = new Map<string, { readonly card: Card; readonly result: Promise<PayReply> }>();

  constructor(parts: PaymentParts) {
    this.#parts = parts;
  }

  /**
   * @throws application.unknown, application.already-paid, payment.declined (`info.reason`), request.rate-limited;
   * server.unavailable with `info.paid` where the money was taken and the account follows by mail
   */
  async pay(number: string, card: Card): Promise<PayReply> {
    for (let earlier = this.#underWay.get(number); earlier !== undefined; earlier = this.#underWay.get(number)) {
      if (isSameCard(earlier.card, card)) return earlier.result;
      await Promise.allSettled([earlier.result]);
    }
    const result = this.#payOnce(number, card).finally(() => this.#underWay.delete(number));
    this.#underWay.set(number, { card, result });
    return result;
  }

  /** Goes on where a crash, or a server that could not be reached, stopped; charges nothing anew. */
  async continueUnfinished(): Promise<void> {
    const { database, acquirer, clock, logger } = this.#parts;
    for (const row of await findUnfinished(database, clock.now() - attemptOverdue)) {
      if (this.#underWay.has(row.number) || row.attempt_key === null) continue;
      try {
        if (row.state === 'authorising') {
          const outcome = await acquirer.lookUp(row.attempt_key);
          if (outcome === undefined) continue;
          if (outcome.outcome === 'declined') {
            await this.#endDeclined(row, row.attempt_key);
            continue;
          }
          await this.#takeMoney(row, row.attempt_key, outcome);
        }
        await this.#issueAccount(row);
      } catch (error) {
        logger.warn({ err: error, application: row.number }, 'a paid application still waits for its account');
      }
    }
  }

  async #payOnce(number: string, card: Card): Promise<PayReply> {
    const { row, key, isNew } = await this.#begin(number);
    const outcome = await this.#authorise(row, key, isNew, card);
    if (outcome.outcome === 'declined') {
      await this.#endDeclined(row, key);
      throw new CodedError('payment.declined', { info: { reason: outcome.reason } });
    }
    try {
      await this.#takeMoney(row, key, outcome);
      const account = await this.#issueAccount(row);
      // A cut-off attempt may have been somebody else's: the account is shown to the card that paid for it only.
      if (!isNew && !wasPaidBy(outcome, card)) throw new CodedError('application.already-paid');
      return { applicationNumber: number, ...account, lastFour: outcome.lastFour };
    } catch (cause) {
      if (hasCode(cause, 'application.already-paid')) throw cause;
      const detail = 'the payment went through; the account will follow by mail';
      throw new CodedError('server.unavailable', { detail, info: { paid: true }, cause });
    }
  }

  async #begin(number: string): Promise<{ row: ApplicationRow; key: string; isNew: boolean }> {
    const { database, clock } = this.#parts;
    return database.transaction(async (tx) => {
      const row = await findApplication(tx, number);
      if (row === undefined) throw new CodedError('application.unknown');
      if (row.state === 'paid' || row.state === 'issued') throw new CodedError('application.already-paid');
      if (row.attempt_key !== null) return { row, key: row.attempt_key, isNew: false };
      const rest = row.declined_at + restAfterDeclines - clock.now();
      if (row.declines >= declineCeiling && rest > 0) {
        throw new CodedError('request.rate-limited', { detail: 'too many cards were declined', retryAfter: rest });
      }
      const key = toBase64url(randomBytes(18));
      await beginAttempt(tx, number, key, clock.now());
      return { row, key, isNew: true };
    });
  }

  async #authorise(row: ApplicationRow, key: string, isNew: boolean, card: Card): Promise<Authorisation> {
    const { acquirer } = this.#parts;
    const earlier = isNew ? undefined : await acquirer.lookUp(key);
    return earlier ?? acquirer.authorise({ amount: row.amount, currency: row.currency, card, idempotencyKey: key });
  }

  async #endDeclined(row: ApplicationRow, key: string): Promise<void> {
    const { database, audit, clock } = this.#parts;
    await database.transaction(async (tx) => {
      if (!(await endDeclined(tx, row.number, key, clock.now()))) return;
      await audit.record(tx, {
        action: 'payment.authorise',
        outcome: 'refused',
        code: 'payment.declined',
        subject: row.number,
      });
    });
  }

  async #takeMoney(row: ApplicationRow, key: string, { token, lastFour, expiry }: Approved): Promise<void> {
    const { database, acquirer, audit, clock } = this.#parts;
    await acquirer.capture(token, key);
    await database.transaction(async (tx) => {
      if (!(await markPaid(tx, { number: row.number, key, token, lastFour, expiry, now: clock.now() }))) return;
      const details = { amount: row.amount, currency: row.currency, lastFour };
      await audit.record(tx, { action: 'payment.capture', outcome: 'ok', subject: row.number, details });
    });
  }

  /**
   * Each answer of the issuer voids the one before, so only one may ask at a time, and what it hears is what is mailed.
   */
  async #issueAccount(row: ApplicationRow): Promise<AccountIssueReply> {
    const { database, clock } = this.#parts;
    if (!(await claimIssue(database, row.number, clock.now(), clock.now() + issueClaimSeconds))) {
      throw new CodedError('server.unavailable', {
        detail: 'the account is being made',
        retryAfter: issueClaimSeconds,
      });
    }
    const account = await this.#askForAccount(row);
    await database.transaction(async (tx) => {
      await this.#recordIssue(tx, row, account.userId);
      // The mail is queued with the decision: neither stands without the other.
      const facts = { name: row.name, applicationNumber: row.number, account };
      await this.#parts.outbox.add(tx, row.mail, accountMail(row.language, facts));
    });
    this.#parts.outbox.hurry();
    return account;
  }

  async #askForAccount(row: ApplicationRow): Promise<AccountIssueReply> {
    try {
      return await this.#parts.issuer.issue({
        applicationNumber: row.number,
        plan: row.plan,
        contractSeconds: row.contract_seconds,
        regions: JSON.parse(row.regions) as string[],
      });
    } catch (error) {
      // The account was told before, and terminals use it: only this server's own record had fallen behind.
      if (hasCode(error, 'application.already-paid')) {
        await this.#parts.database.transaction((tx) => this.#recordIssue(tx, row, null));
      }
      throw error;
    }
  }

  async #recordIssue(tx: SqlExecutor, row: ApplicationRow, userId: string | null): Promise<void> {
    const { audit, clock } = this.#parts;
    await markIssued(tx, row.number, userId, clock.now());
    await audit.record(tx, { action: 'account.issue', outcome: 'ok', subject: row.number, details: { userId } });
  }
}

function isSameCard(one: Card, other: Card): boolean {
  return one.number === other.number && one.securityCode === other.securityCode && isSameExpiry(one, other);
}

function isSameExpiry(one: Pick<Card, 'expiry'>, other: Pick<Card, 'expiry'>): boolean {
  return one.expiry.month === other.expiry.month && one.expiry.year === other.expiry.year;
}

function wasPaidBy(outcome: Approved, card: Card): boolean {
  return card.number.endsWith(outcome.lastFour) && isSameExpiry(outcome, card);
}
