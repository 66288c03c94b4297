import { openAuthenticationDatabase } from '../../../local-servers/authentication/store/authentication-store.ts';
import type { SqlDatabase } from '../../../local-servers/kit/storage/database.ts';
import type { ServiceUnderTest } from '../../support/service-under-test.ts';

/** What servers must not come to hold by an attack: rows by the name of their table. */
export type Holdings = ReadonlyMap<string, readonly string[]>;

const queries = {
  accounts: {
    accounts: 'SELECT user_id, state, plan, contract_ends_at FROM accounts',
    'access keys': 'SELECT id, state, slot_id FROM access_keys',
    terminals: 'SELECT slot_id, access_key_id FROM terminals',
    sessions: 'SELECT id, state, ends_at, device_key FROM sessions',
    'changes of sessions': 'SELECT session_id, idempotency_key, answer FROM session_answers',
  },
  authentication: { certificates: 'SELECT certificate_id, check_id, service_id FROM certificates' },
  service: { admissions: 'SELECT device_key, expires_at FROM admissions', versions: 'SELECT * FROM seen_versions' },
} as const;

type Databases = Readonly<Record<keyof typeof queries, SqlDatabase>>;

/** Reads what the servers hold durably, as their operators could. */
export class Ledger {
  readonly #databases: Databases;

  private constructor(databases: Databases) {
    this.#databases = databases;
  }

  static async open({ accountsStore, store, contexts }: ServiceUnderTest): Promise<Ledger> {
    const authentication = await openAuthenticationDatabase(contexts.authentication.folder);
    return new Ledger({ accounts: accountsStore, authentication, service: store });
  }

  async read(): Promise<Holdings> {
    const holdings = new Map<string, readonly string[]>();
    for (const [database, tables] of Object.entries(queries)) {
      const sql = this.#databases[database as keyof typeof queries];
      for (const [table, query] of Object.entries(tables)) {
        const rows = await sql.all<Record<string, unknown>>(query);
        holdings.set(
          table,
          rows.map((row) => JSON.stringify(row, spelt)),
        );
      }
    }
    return holdings;
  }

  close(): Promise<void> {
    return this.#databases.authentication.close();
  }
}

const spelt = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;

/** Rows that are new or changed; what servers forget by themselves counts for nothing. */
export function newRows(before: Holdings, after: Holdings): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [table, rows] of after) {
    const known = new Set(before.get(table));
    const added = rows.filter((row) => !known.has(row));
    if (added.length > 0) found.set(table, added);
  }
  return found;
}

export const describeRows = (rows: ReadonlyMap<string, readonly string[]>): string =>
  [...rows].map(([table, added]) => `${added.length} in ${table}`).join(', ');
