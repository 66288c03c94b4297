import {
  createAccountsServer,
  openAccountsStore,
  type AccountsServer,
} from '../../local-servers/accounts/accounts-server.ts';
import { AccountsSettings } from '../../local-servers/accounts/settings.ts';
import { SqlAccountStore } from '../../local-servers/accounts/store/sql-account-store.ts';
import { SqlKeyStore } from '../../local-servers/accounts/store/sql-key-store.ts';
import { installationPaths } from '../../local-servers/cli/installation/files.ts';
import { openRole } from '../../local-servers/cli/installation/role-files.ts';
import { createLogger } from '../../local-servers/kit/logging.ts';
import type { SqlTransaction } from '../../local-servers/kit/storage/database.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { cheapRegistration } from './cheap-opaque.ts';

/*
 * Accounts and terminals written straight into the account server's store, by its own code: thousands of them would take
 * the clients' password hashing many minutes, which is not what is measured. The server then meets them as any others.
 */

export interface FleetTerminal {
  readonly accessKeyId: Uint8Array;
  readonly accessKey: Uint8Array;
}

export interface FleetAccount {
  readonly userId: string;
  readonly password: string;
  readonly licenceNumber: string;
}

const terminal = { name: 'bench', makerId: 'bench', modelId: 'bench' };
const contractSeconds = 30 * 86_400;
const unusableRecord = new Uint8Array(192);

/** Terminals that have been signed up, each on an account of its own. */
export function addTerminals(data: string, count: number): Promise<FleetTerminal[]> {
  return withAccounts(data, async (server, tx) => {
    const terminals: FleetTerminal[] = [];
    for (let index = 0; index < count; index += 1) {
      const userId = `terminal-${index}`;
      await insertAccount(server, tx, {
        userId,
        state: 'active',
        record: toBase64url(unusableRecord),
        licenceNumber: userId,
      });
      const accessKeyId = randomBytes(16);
      const accessKey = randomBytes(32);
      const [id, slotId] = [toBase64url(accessKeyId), toBase64url(randomBytes(16))];
      const keys = new SqlKeyStore(tx);
      const createdAt = server.clock.now();
      const sealedKey = server.secrets.sealAccessKey(id, accessKey);
      await keys.insert({ id, userId, slotId, state: 'active', sealedKey, terminal, createdAt });
      await keys.register({ slotId, userId, accessKeyId: id, terminal, registeredAt: createdAt });
      terminals.push({ accessKeyId, accessKey });
    }
    return terminals;
  });
}

/** Accounts that nobody has signed up on; their passwords are hashed as cheaply as the client can. */
export function addAccounts(data: string, count: number): Promise<FleetAccount[]> {
  return withAccounts(data, async (server, tx) => {
    const accounts: FleetAccount[] = [];
    for (let index = 0; index < count; index += 1) {
      const account = { userId: `account-${index}`, password: `password-${index}`, licenceNumber: `licence-${index}` };
      const record = cheapRegistration(server.opaqueSetup, account.userId, account.password);
      await insertAccount(server, tx, { ...account, state: 'issued', record });
      accounts.push(account);
    }
    return accounts;
  });
}

async function withAccounts<T>(
  data: string,
  work: (server: AccountsServer, tx: SqlTransaction) => Promise<T>,
): Promise<T> {
  const logger = createLogger({ name: 'bench', level: 'warn' });
  const { context } = await openRole(installationPaths(data), 'accounts', AccountsSettings, logger);
  const database = await openAccountsStore(context);
  try {
    const server = await createAccountsServer(context, database);
    return await database.transaction((tx) => work(server, tx));
  } finally {
    await database.close();
  }
}

async function insertAccount(
  server: AccountsServer,
  tx: SqlTransaction,
  account: { userId: string; state: 'issued' | 'active'; record: string; licenceNumber: string },
): Promise<void> {
  const { userId, state, record, licenceNumber } = account;
  const createdAt = server.clock.now();
  await new SqlAccountStore(tx).insert({
    userId,
    applicationNumber: undefined,
    state,
    contract: { plan: 'bench', regions: ['*'], endsAt: createdAt + contractSeconds },
    contractSeconds,
    loginRecord: server.secrets.sealLoginRecord(userId, record),
    licenceMac: server.secrets.licenceMac(userId, licenceNumber),
    createdAt,
  });
}
