import { buildAccounts } from '../../local-servers/accounts/app.ts';
import { openAccountsStore } from '../../local-servers/accounts/accounts-server.ts';
import { issueAccount } from '../../local-servers/accounts/operator.ts';
import { defaultAccountsSettings, type AccountsSettings } from '../../local-servers/accounts/settings.ts';
import { buildAllocation } from '../../local-servers/allocation/app.ts';
import { buildAuthentication } from '../../local-servers/authentication/app.ts';
import { provisionDevice } from '../../local-servers/authentication/operator.ts';
import { openAuthenticationDatabase } from '../../local-servers/authentication/store/authentication-store.ts';
import type { BuiltRole, RoleContext } from '../../local-servers/kit/role-context.ts';
import type { SqlDatabase } from '../../local-servers/kit/storage/database.ts';
import type { DeviceProvisioning } from '../../src/contract/terminal-configuration.ts';
import type { AccountIssueReply } from '../../src/contract/sign-up.ts';
import { randomBytes } from '../../src/protocol/random.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import { setRulesIn, targetOf } from './chain-servers.ts';
import { listenAtBaseUrl } from './listen.ts';
import { createInstallation, type TestInstallation } from './role-context.ts';

const roles = (settings: Partial<AccountsSettings>) =>
  ({
    first: { role: 'first-allocation', settings: { stage: 'first' } },
    authentication: { role: 'authentication', settings: {} },
    accounts: { role: 'accounts', settings: { ...defaultAccountsSettings, ...settings } },
    portal: { role: 'portal', settings: {} },
    maps: { role: 'service', settings: {} },
  }) as const;

export type ChannelRole = 'first' | 'authentication' | 'accounts';
type Contexts = TestInstallation<ReturnType<typeof roles>>['contexts'];

export const buildChannelRole: Readonly<Record<ChannelRole, (contexts: Contexts) => Promise<BuiltRole>>> = {
  first: ({ first }) => buildAllocation(first),
  authentication: ({ authentication }) => buildAuthentication(authentication),
  accounts: ({ accounts }) => buildAccounts(accounts),
};

/** The servers that answer channels, and what conversations with them need. Each starts when it is first used. */
export interface ChannelServers extends TestInstallation<ReturnType<typeof roles>> {
  /** Its context, listening. */
  listening(role: ChannelRole): Promise<RoleContext<unknown>>;
  /** Stops a server and starts it again on the same folder. */
  restart(role: ChannelRole): Promise<void>;
  /** Second connections to the servers' stores. */
  readonly accountsStore: SqlDatabase;
  readonly devices: SqlDatabase;
  account(): Promise<AccountIssueReply>;
  device(): Promise<DeviceProvisioning>;
}

export async function startChannelServers(settings: Partial<AccountsSettings> = {}): Promise<ChannelServers> {
  const installation = await createInstallation(roles(settings));
  const { contexts } = installation;
  const accountsStore = await openAccountsStore(contexts.accounts);
  const devices = await openAuthenticationDatabase(contexts.authentication.folder);
  await setRulesIn(contexts.first, { name: 'all', match: {}, targets: [targetOf(contexts.authentication)] });
  const running = new Map<ChannelRole, Promise<BuiltRole>>();
  const start = async (role: ChannelRole) => {
    const built = await buildChannelRole[role](contexts);
    await listenAtBaseUrl(built, contexts[role]);
    return built;
  };
  return {
    ...installation,
    accountsStore,
    devices,
    async listening(role) {
      if (!running.has(role)) running.set(role, start(role));
      await running.get(role);
      return contexts[role];
    },
    async restart(role) {
      await (await running.get(role))?.close();
      running.set(role, start(role));
      await running.get(role);
    },
    account: () =>
      issueAccount(contexts.accounts, accountsStore, { plan: 'standard', contractSeconds: 86_400, regions: ['*'] }),
    device: () =>
      provisionDevice(contexts.authentication, devices, {
        makerId: 'acme',
        modelId: 'N-100',
        hardwareNumber: toBase64url(randomBytes(8)),
      }),
    async close() {
      for (const built of running.values()) await (await built).close();
      await Promise.all([accountsStore.close(), devices.close()]);
      await installation.close();
    },
  };
}
