import { check } from '../../src/contract/check.ts';
import { AccountIssueRequest, type AccountIssueReply } from '../../src/contract/sign-up.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import type { SqlDatabase, SqlExecutor } from '../kit/storage/database.ts';
import { createAccountsServer, type AccountsContext, type AccountsServer } from './accounts-server.ts';
import { prepareAccount, type AccountOrder } from './issue-account.ts';
import type { Account } from './store/account-store.ts';
import { SqlAccountStore } from './store/sql-account-store.ts';
import { SqlKeyStore } from './store/sql-key-store.ts';
import { SqlSessionStore } from './store/sql-session-store.ts';

/*
 * What the operator's commands do, on the store that `openAccountsStore` opens; the account server may run meanwhile.
 */

export interface AccountListing {
  readonly userId: string;
  readonly state: Account['state'];
  readonly plan: string;
  readonly regions: readonly string[];
  /** Seconds. */
  readonly contractExpiresIn: number;
  readonly terminals: readonly {
    readonly slotId: string;
    readonly name: string;
    readonly makerId: string;
    readonly modelId: string;
  }[];
}

/** C10: issues an account, by letter or telephone (account-sheet.ts). The password is in the answer and nowhere else. */
export async function issueAccount(
  context: AccountsContext,
  database: SqlDatabase,
  order: AccountOrder,
): Promise<AccountIssueReply> {
  const { applicationNumber = 'by-hand' } = order;
  check(AccountIssueRequest, { ...order, applicationNumber }, 'request.malformed');
  const server = await createAccountsServer(context, database);
  return database.transaction(await prepareAccount(server, order));
}

/** Up to `limit` accounts by user id, from the one after `afterUserId` on. */
export async function listAccounts(
  context: AccountsContext,
  database: SqlDatabase,
  { afterUserId = '', limit = 100 }: { readonly afterUserId?: string; readonly limit?: number } = {},
): Promise<readonly AccountListing[]> {
  const now = context.clock.now();
  const accounts = await new SqlAccountStore(database).list(afterUserId, limit);
  return Promise.all(
    accounts.map(async ({ userId, state, contract }) => ({
      userId,
      state,
      plan: contract.plan,
      regions: contract.regions,
      contractExpiresIn: Math.max(0, contract.endsAt - now),
      terminals: (await new SqlKeyStore(database).listTerminals(userId)).map(({ slotId, terminal }) => ({
        slotId,
        ...terminal,
      })),
    })),
  );
}

/** Ends an account for good: no login, no access key and no session of it works any more. @throws request.not-found */
export async function revokeAccount(context: AccountsContext, database: SqlDatabase, userId: string): Promise<void> {
  const server = await createAccountsServer(context, database);
  await database.transaction(async (tx) => {
    await mustExist(tx, userId);
    const now = server.clock.now();
    await new SqlAccountStore(tx).setState(userId, 'revoked');
    await new SqlKeyStore(tx).removeTerminalsOfAccount(userId);
    await new SqlKeyStore(tx).endAllOfAccount(userId, now);
    await endSessions(server, tx, userId, 'account.revoke');
  });
}

/** Ends the sessions of an account now; its terminals open new ones. @returns how many. @throws request.not-found */
export async function revokeSessions(context: AccountsContext, database: SqlDatabase, userId: string): Promise<number> {
  const server = await createAccountsServer(context, database);
  return database.transaction(async (tx) => {
    await mustExist(tx, userId);
    return endSessions(server, tx, userId, 'sessions.revoke');
  });
}

async function endSessions(server: AccountsServer, tx: SqlExecutor, userId: string, action: string): Promise<number> {
  const sessions = await new SqlSessionStore(tx).revokeOfAccount(userId, server.clock.now());
  await server.audit.record(tx, { action, outcome: 'ok', subject: userId, details: { sessions } });
  return sessions;
}

async function mustExist(sql: SqlExecutor, userId: string): Promise<void> {
  if ((await new SqlAccountStore(sql).find(userId)) !== undefined) return;
  throw new CodedError('request.not-found', { detail: `there is no account ${userId}` });
}
