import { auditMigration } from '../../kit/audit.ts';
import type { Language } from '../../kit/pages/language.ts';
import type { SqlDatabase, SqlExecutor } from '../../kit/storage/database.ts';
import type { Migration } from '../../kit/storage/migrations.ts';
import type { CardExpiry } from '../acquirer/acquirer.ts';
import type { Applicant } from '../forms/fields.ts';
import type { Plan } from '../settings.ts';
import { newApplicationNumber } from './number.ts';

export const portalMigrations: readonly Migration[] = [
  auditMigration,
  {
    version: 2,
    name: 'applications',
    sql: `
      CREATE TABLE applications (
        number TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        phone TEXT NOT NULL,
        mail TEXT NOT NULL,
        language TEXT NOT NULL,
        plan TEXT NOT NULL,
        amount BIGINT NOT NULL,
        currency TEXT NOT NULL,
        contract_seconds BIGINT NOT NULL,
        regions TEXT NOT NULL,
        attempt_key TEXT,
        declines BIGINT NOT NULL,
        declined_at DOUBLE PRECISION NOT NULL,
        card_token TEXT,
        card_last_four TEXT,
        card_expiry TEXT,
        issue_claimed_until DOUBLE PRECISION NOT NULL,
        user_id TEXT,
        created_at DOUBLE PRECISION NOT NULL,
        changed_at DOUBLE PRECISION NOT NULL
      );
      CREATE INDEX applications_by_state ON applications (state, changed_at);
    `,
  },
  {
    version: 3,
    name: 'outgoing mail',
    sql: `
      CREATE TABLE outbox (
        id TEXT PRIMARY KEY,
        sealed {{blob}} NOT NULL,
        attempts BIGINT NOT NULL,
        next_try_at DOUBLE PRECISION NOT NULL,
        created_at DOUBLE PRECISION NOT NULL
      );
      CREATE INDEX outbox_by_time ON outbox (next_try_at);
    `,
  },
];

/**
 * C2: `unpaid` → `authorising` (an attempt with its key is at the acquirer) → `paid` (captured) → `issued` (the account
 * was told and its mail is queued). A declined card leads from `authorising` back to `unpaid`.
 */
export type ApplicationState = 'unpaid' | 'authorising' | 'paid' | 'issued';

export interface ApplicationRow {
  readonly number: string;
  readonly state: ApplicationState;
  readonly name: string;
  readonly mail: string;
  readonly language: Language;
  readonly plan: string;
  readonly amount: number;
  readonly currency: string;
  readonly contract_seconds: number;
  /** JSON. */
  readonly regions: string;
  /** Idempotency key of the attempt that is under way, or that was charged. */
  readonly attempt_key: string | null;
  /** Cards declined in a row. */
  readonly declines: number;
  readonly declined_at: number;
  readonly card_last_four: string | null;
}

export async function addApplication(
  tx: SqlExecutor,
  { applicant, language, plan, now }: { applicant: Applicant; language: Language; plan: Plan; now: number },
): Promise<string> {
  for (;;) {
    const number = newApplicationNumber();
    const { changes } = await tx.run(
      `INSERT INTO applications (number, state, name, address, phone, mail, language, plan, amount, currency,
         contract_seconds, regions, declines, declined_at, issue_claimed_until, created_at, changed_at)
       VALUES (?, 'unpaid', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?) ON CONFLICT (number) DO NOTHING`,
      number,
      applicant.name,
      applicant.address,
      applicant.phone,
      applicant.mail,
      language,
      plan.id,
      plan.amount,
      plan.currency,
      plan.contractSeconds,
      JSON.stringify(plan.regions),
      now,
      now,
    );
    if (changes === 1) return number;
  }
}

export function findApplication(sql: SqlExecutor, number: string): Promise<ApplicationRow | undefined> {
  return sql.get<ApplicationRow>('SELECT * FROM applications WHERE number = ?', number);
}

export async function beginAttempt(tx: SqlExecutor, number: string, key: string, now: number): Promise<void> {
  await tx.run(
    "UPDATE applications SET state = 'authorising', attempt_key = ?, changed_at = ? WHERE number = ? AND state = 'unpaid'",
    key,
    now,
    number,
  );
}

/** @returns whether this call made the change; another may have been first */
export async function endDeclined(tx: SqlExecutor, number: string, key: string, now: number): Promise<boolean> {
  const { changes } = await tx.run(
    `UPDATE applications SET state = 'unpaid', attempt_key = NULL, declines = declines + 1, declined_at = ?, changed_at = ?
     WHERE number = ? AND state = 'authorising' AND attempt_key = ?`,
    now,
    now,
    number,
    key,
  );
  return changes === 1;
}

/** Of the card only the acquirer's token, the last four digits and the expiry are kept. */
export async function markPaid(
  tx: SqlExecutor,
  payment: { number: string; key: string; token: string; lastFour: string; expiry: CardExpiry; now: number },
): Promise<boolean> {
  const { changes } = await tx.run(
    `UPDATE applications SET state = 'paid', card_token = ?, card_last_four = ?, card_expiry = ?, changed_at = ?
     WHERE number = ? AND state = 'authorising' AND attempt_key = ?`,
    payment.token,
    payment.lastFour,
    `${payment.expiry.year}-${String(payment.expiry.month).padStart(2, '0')}`,
    payment.now,
    payment.number,
    payment.key,
  );
  return changes === 1;
}

/** Whoever gets true is the only one to ask for the account until then, in all processes. Times in seconds since 1970. */
export async function claimIssue(sql: SqlExecutor, number: string, now: number, until: number): Promise<boolean> {
  const { changes } = await sql.run(
    `UPDATE applications SET issue_claimed_until = ? WHERE number = ? AND state = 'paid' AND issue_claimed_until <= ?`,
    until,
    number,
    now,
  );
  return changes === 1;
}

/** @param userId null where it is not known, since the account was told before and is in use */
export async function markIssued(
  tx: SqlExecutor,
  number: string,
  userId: string | null,
  now: number,
): Promise<boolean> {
  const { changes } = await tx.run(
    "UPDATE applications SET state = 'issued', user_id = ?, changed_at = ? WHERE number = ? AND state = 'paid'",
    userId,
    now,
    number,
  );
  return changes === 1;
}

/** Applications that stopped on their way: paid ones, and attempts older than `before`. */
export function findUnfinished(sql: SqlExecutor, before: number): Promise<ApplicationRow[]> {
  return sql.all<ApplicationRow>(
    `SELECT * FROM applications WHERE changed_at <= ? AND state IN ('authorising', 'paid') ORDER BY changed_at LIMIT 100`,
    before,
  );
}

/** Applications that nobody paid for are forgotten, with the personal data in them. */
export async function forgetUnpaid(database: SqlDatabase, before: number): Promise<void> {
  await database.run("DELETE FROM applications WHERE state = 'unpaid' AND changed_at <= ?", before);
}
