import type { AccountIssueReply, AccountIssueRequest } from '../../src/contract/sign-up.ts';
import { CodedError } from '../../src/errors/coded-error.ts';
import { createRegistrationRecord } from '../../src/protocol/opaque.ts';
import type { SqlExecutor } from '../kit/storage/database.ts';
import type { AccountsServer } from './accounts-server.ts';
import { createLicenceNumber, createPassword, createUserId } from './readable-codes.ts';
import type { Account } from './store/account-store.ts';
import { SqlAccountStore } from './store/sql-account-store.ts';

/** What was paid for; without an application number where an operator issues the account by hand. */
export type AccountOrder = Omit<AccountIssueRequest, 'applicationNumber'> & { readonly applicationNumber?: string };

/** Writes the account, in the transaction that also records the answer. */
export type WriteAccount = (tx: SqlExecutor) => Promise<AccountIssueReply>;

/**
 * C2: makes user id, password and licence number. Neither password nor licence number is kept, so what was answered
 * once cannot be answered again (but by the channel's own stored reply). Asked once more for the same application, it
 * is the same account with a NEW password and licence number, the earlier ones void, as long as no terminal has been
 * given an access key under them. The record takes a password hash's time (about 0.2 s), so it is made before the
 * transaction.
 * @throws application.already-paid where terminals use the account, request.idempotency-conflict where the order differs
 */
export async function prepareAccount(server: AccountsServer, order: AccountOrder): Promise<WriteAccount> {
  const known = await findEarlier(server.database, order);
  const userId = known?.userId ?? createUserId();
  const reply = { userId, password: createPassword(), licenceNumber: createLicenceNumber() };
  const record = await createRegistrationRecord(server.opaqueSetup, userId, reply.password);
  const credentials = {
    loginRecord: server.secrets.sealLoginRecord(userId, record),
    licenceMac: server.secrets.licenceMac(userId, reply.licenceNumber),
  };
  return async (tx) => {
    const accounts = new SqlAccountStore(tx);
    const now = server.clock.now();
    const earlier = await findEarlier(tx, order);
    if (earlier?.userId !== known?.userId || (known === undefined && (await accounts.find(userId)) !== undefined)) {
      // Another issue of the same application was quicker, or the id is taken; asked again, it comes out right.
      throw new CodedError('server.unavailable', { detail: 'the account was issued at the same time', retryAfter: 1 });
    }
    if (earlier === undefined) await accounts.insert(newAccount(userId, order, credentials, now));
    else await accounts.replaceCredentials(userId, credentials);
    const action = earlier === undefined ? 'account.issue' : 'account.issue-again';
    await server.audit.record(tx, { action, outcome: 'ok', subject: userId, details: { plan: order.plan } });
    return reply;
  };
}

async function findEarlier(sql: SqlExecutor, order: AccountOrder): Promise<Account | undefined> {
  if (order.applicationNumber === undefined) return undefined;
  const account = await new SqlAccountStore(sql).findByApplication(order.applicationNumber);
  if (account === undefined) return undefined;
  const { contract, contractSeconds } = account;
  if (
    contract.plan !== order.plan ||
    contractSeconds !== order.contractSeconds ||
    contract.regions.join('\0') !== order.regions.join('\0')
  ) {
    throw new CodedError('request.idempotency-conflict', {
      detail: 'the application was issued with another contract',
    });
  }
  if (account.state !== 'issued') throw new CodedError('application.already-paid');
  return account;
}

function newAccount(
  userId: string,
  order: AccountOrder,
  credentials: Pick<Account, 'loginRecord' | 'licenceMac'>,
  now: number,
): Account {
  return {
    userId,
    applicationNumber: order.applicationNumber,
    state: 'issued',
    contract: { plan: order.plan, regions: order.regions, endsAt: now + order.contractSeconds },
    contractSeconds: order.contractSeconds,
    ...credentials,
    createdAt: now,
  };
}
