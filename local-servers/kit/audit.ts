import { encodeJson, toBase64url } from '../../src/protocol/bytes.ts';
import { sha256 } from '../../src/protocol/hash.ts';
import type { ErrorCode } from '../../src/errors/codes.ts';
import type { ServerClock } from './clock.ts';
import type { Logger } from './logging.ts';
import type { SqlExecutor } from './storage/database.ts';
import type { Migration } from './storage/migrations.ts';

export interface AuditEvent {
  /** What was decided: `payment.authorise`. */
  readonly action: string;
  readonly outcome: 'ok' | 'refused';
  readonly code?: ErrorCode;
  /** Whom or what it is about; never a secret. */
  readonly subject?: string;
  readonly details?: object;
}

export interface Audit {
  /** Writes the event with `tx`, the transaction of the decision itself, so that neither stands without the other. */
  record(tx: SqlExecutor, event: AuditEvent): Promise<void>;
}

/** A store with an audit trail has this as its first migration. */
export const auditMigration: Migration = {
  version: 1,
  name: 'audit trail',
  sql: `CREATE TABLE audit (
    seq BIGINT PRIMARY KEY,
    time DOUBLE PRECISION NOT NULL,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT,
    subject TEXT,
    details TEXT,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
  )`,
};

interface AuditRow {
  readonly seq: number;
  readonly time: number;
  readonly action: string;
  readonly outcome: string;
  readonly code: string | null;
  readonly subject: string | null;
  readonly details: string | null;
  readonly previous: string;
  readonly hash: string;
}

/** Each entry holds the hash of the one before (G5), so that nothing can be changed or taken out unseen. */
export function createAudit({ clock, logger }: { clock: ServerClock; logger: Logger }): Audit {
  return {
    async record(tx, event) {
      const last = await tx.get<Pick<AuditRow, 'seq' | 'hash'>>(
        'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
      );
      const entry = {
        seq: (last?.seq ?? 0) + 1,
        time: clock.now(),
        action: event.action,
        outcome: event.outcome,
        code: event.code ?? null,
        subject: event.subject ?? null,
        details: event.details === undefined ? null : JSON.stringify(event.details),
        previous: last?.hash ?? '',
      };
      await tx.run(
        `INSERT INTO audit (seq, time, action, outcome, code, subject, details, previous, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...fields(entry),
        hashOf(entry),
      );
      logger.info({ audit: event.action, outcome: event.outcome, code: event.code, subject: event.subject }, 'decided');
    },
  };
}

/** The number of the first entry that does not follow from the one before; undefined where the trail is whole. */
export async function firstBrokenEntry(store: SqlExecutor): Promise<number | undefined> {
  let previous = '';
  let seq = 0;
  for (;;) {
    const rows = await store.all<AuditRow>('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT 1000', seq);
    if (rows.length === 0) return undefined;
    for (const row of rows) {
      seq += 1;
      if (row.seq !== seq || row.previous !== previous || row.hash !== hashOf(row)) return seq;
      previous = row.hash;
    }
  }
}

function hashOf(entry: Omit<AuditRow, 'hash'>): string {
  return toBase64url(sha256(encodeJson(fields(entry))));
}

function fields(entry: Omit<AuditRow, 'hash'>) {
  const { seq, time, action, outcome, code, subject, details, previous } = entry;
  return [seq, time, action, outcome, code, subject, details, previous] as const;
}
