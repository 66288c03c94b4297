import type { SqlExecutor } from '../../kit/storage/database.ts';
import type { Account, AccountStore, Contract, Credentials } from './account-store.ts';

interface AccountRow {
  readonly user_id: string;
  readonly application_number: string | null;
  readonly state: Account['state'];
  readonly plan: string;
  readonly regions: string;
  readonly contract_seconds: number;
  readonly contract_ends_at: number;
  readonly login_record: Uint8Array;
  readonly licence_mac: Uint8Array;
  readonly created_at: number;
}

export const contractOf = (row: Pick<AccountRow, 'plan' | 'regions' | 'contract_ends_at'>): Contract => ({
  plan: row.plan,
  regions: JSON.parse(row.regions) as string[],
  endsAt: row.contract_ends_at,
});

export class SqlAccountStore implements AccountStore {
  readonly #sql: SqlExecutor;

  constructor(sql: SqlExecutor) {
    this.#sql = sql;
  }

  async find(userId: string): Promise<Account | undefined> {
    return accountOf(await this.#sql.get<AccountRow>('SELECT * FROM accounts WHERE user_id = ?', userId));
  }

  async findByApplication(applicationNumber: string): Promise<Account | undefined> {
    const sql = 'SELECT * FROM accounts WHERE application_number = ?';
    return accountOf(await this.#sql.get<AccountRow>(sql, applicationNumber));
  }

  async list(afterUserId: string, limit: number): Promise<readonly Account[]> {
    const sql = 'SELECT * FROM accounts WHERE user_id > ? ORDER BY user_id LIMIT ?';
    const rows = await this.#sql.all<AccountRow>(sql, afterUserId, limit);
    return rows.flatMap((row) => accountOf(row) ?? []);
  }

  async insert(account: Account): Promise<void> {
    await this.#sql.run(
      `INSERT INTO accounts (user_id, application_number, state, plan, regions, contract_seconds, contract_ends_at,
         login_record, licence_mac, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      account.userId,
      account.applicationNumber ?? null,
      account.state,
      account.contract.plan,
      JSON.stringify(account.contract.regions),
      account.contractSeconds,
      account.contract.endsAt,
      account.loginRecord,
      account.licenceMac,
      account.createdAt,
    );
  }

  async replaceCredentials(userId: string, credentials: Credentials): Promise<void> {
    await this.#sql.run(
      'UPDATE accounts SET login_record = ?, licence_mac = ? WHERE user_id = ?',
      credentials.loginRecord,
      credentials.licenceMac,
      userId,
    );
  }

  async setState(userId: string, state: Account['state']): Promise<void> {
    await this.#sql.run('UPDATE accounts SET state = ? WHERE user_id = ?', state, userId);
  }
}

function accountOf(row: AccountRow | undefined): Account | undefined {
  if (row === undefined) return undefined;
  return {
    userId: row.user_id,
    applicationNumber: row.application_number ?? undefined,
    state: row.state,
    contract: contractOf(row),
    contractSeconds: row.contract_seconds,
    loginRecord: row.login_record,
    licenceMac: row.licence_mac,
    createdAt: row.created_at,
  };
}
