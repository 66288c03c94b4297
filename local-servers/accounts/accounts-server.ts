import { join } from 'node:path';
import { createAudit, type Audit } from '../kit/audit.ts';
import type { ChannelServer } from '../kit/channel/register-channel.ts';
import type { RoleContext } from '../kit/role-context.ts';
import { openSqlite } from '../kit/storage/sqlite.ts';
import type { SqlDatabase } from '../kit/storage/database.ts';
import { accountsMigrations } from './migrations.ts';
import { loadOpaqueSetup } from './opaque-setup.ts';
import { AccountSecrets } from './secrets.ts';
import { SessionHandles } from './session-handles.ts';
import type { AccountsSettings } from './settings.ts';

export type AccountsContext = RoleContext<AccountsSettings>;

/** What every conversation, route and operator's command of the account server works with. */
export interface AccountsServer extends ChannelServer {
  readonly settings: AccountsSettings;
  readonly secrets: AccountSecrets;
  readonly handles: SessionHandles;
  readonly opaqueSetup: string;
  readonly audit: Audit;
}

export function openAccountsStore(context: Pick<AccountsContext, 'folder'>): Promise<SqlDatabase> {
  return openSqlite(join(context.folder, 'store.sqlite'), accountsMigrations);
}

export async function createAccountsServer(context: AccountsContext, database: SqlDatabase): Promise<AccountsServer> {
  const { serverId, staticKey, otherKeys = [], masterKey, clock, settings } = context;
  return {
    serverId,
    staticKey,
    otherKeys,
    masterKey,
    clock,
    settings,
    database,
    secrets: new AccountSecrets(masterKey),
    handles: new SessionHandles(masterKey),
    opaqueSetup: await loadOpaqueSetup(context.folder, masterKey),
    audit: createAudit(context),
  };
}
