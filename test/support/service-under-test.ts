import { join } from 'node:path';
import { openAccountsStore } from '../../local-servers/accounts/accounts-server.ts';
import { buildAccounts } from '../../local-servers/accounts/app.ts';
import { issueAccount } from '../../local-servers/accounts/operator.ts';
import { defaultAccountsSettings, type AccountsSettings } from '../../local-servers/accounts/settings.ts';
import { buildAllocation } from '../../local-servers/allocation/app.ts';
import { buildAuthentication } from '../../local-servers/authentication/app.ts';
import { provisionDevice, type NewDevice } from '../../local-servers/authentication/operator.ts';
import { openAuthenticationDatabase } from '../../local-servers/authentication/store/authentication-store.ts';
import type { ServerClock } from '../../local-servers/kit/clock.ts';
import type { BuiltRole } from '../../local-servers/kit/role-context.ts';
import type { SqlDatabase } from '../../local-servers/kit/storage/database.ts';
import { buildService } from '../../local-servers/service/app.ts';
import { createPublisher, publishMap } from '../../local-servers/service/operator.ts';
import type { PublishedMap, PublishMapOptions } from '../../local-servers/service/publish/publish-archive.ts';
import type { ServiceSettings } from '../../local-servers/service/settings.ts';
import { openServiceDatabase } from '../../local-servers/service/store/database.ts';
import type { Logger } from '../../local-servers/kit/logging.ts';
import type { HttpTransport } from '../../src/protocol/transport.ts';
import { acmeDevice, setRulesIn, targetOf } from './chain-servers.ts';
import { listenAtBaseUrl } from './listen.ts';
import { createInstallation, type TestInstallation } from './role-context.ts';
import type { TestClock } from './test-clock.ts';
import { VisitingTerminal } from './visiting-terminal.ts';

export interface ServiceTestOptions {
  readonly settings?: ServiceSettings;
  readonly accounts?: Partial<AccountsSettings>;
  readonly certificateLifetime?: number;
  readonly requiresDeviceAuthentication?: boolean;
  readonly clock?: TestClock;
  /** Those of servers whose clocks differ from the others'. */
  readonly clocks?: Readonly<Partial<Record<RunningServer, ServerClock>>>;
  readonly transport?: HttpTransport;
  /** What every server logs to. */
  readonly logger?: Logger;
  /** Version of what the root signed. */
  readonly rootVersion?: number;
}

const roles = ({
  settings,
  accounts,
  certificateLifetime,
  requiresDeviceAuthentication = true,
  clocks = {},
}: ServiceTestOptions) => {
  const certificates = certificateLifetime === undefined ? {} : { certificateLifetime };
  const clockOf = (id: RunningServer) => (clocks[id] === undefined ? {} : { clock: clocks[id] });
  return {
    first: { role: 'first-allocation', settings: { stage: 'first' }, ...clockOf('first') },
    second: { role: 'second-allocation', settings: { stage: 'second' }, ...clockOf('second') },
    authentication: { role: 'authentication', settings: certificates, ...clockOf('authentication') },
    accounts: { role: 'accounts', settings: { ...defaultAccountsSettings, ...accounts }, ...clockOf('accounts') },
    maps: { role: 'service', settings: settings ?? {}, requiresDeviceAuthentication, ...clockOf('maps') },
    'other-maps': { role: 'service', settings: {} as ServiceSettings },
    /** In the directory, so that accounts can be issued as the portal does; nothing listens there. */
    portal: { role: 'portal', settings: {} },
  } as const;
};

type Installed = TestInstallation<ReturnType<typeof roles>>;

/** A service server with every server that it needs, all listening; acme's terminals are led to the one authentication server. */
export interface ServiceUnderTest extends Installed {
  /** A second connection to the service's store, as an operator's command has it. */
  readonly store: SqlDatabase;
  readonly publisherFolder: string;
  publish(options: Pick<PublishMapOptions, 'file' | 'regionId'> & Partial<PublishMapOptions>): Promise<PublishedMap>;
  /** A terminal that no account knows; without `device` each is another one. */
  device(device?: NewDevice): Promise<VisitingTerminal>;
  /** A terminal with an access key; its account's contract covers `regions`. */
  terminal(options?: { regions?: string[]; contractSeconds?: number }): Promise<VisitingTerminal>;
  /** The account server's store, for its operator's functions. */
  readonly accountsStore: SqlDatabase;
  /** Stops a server (the service server, unless another is named) and starts it again on the same folder. */
  restart(id?: RunningServer): Promise<void>;
}

export type RunningServer = 'first' | 'second' | 'authentication' | 'accounts' | 'maps';

export async function startService(options: ServiceTestOptions = {}): Promise<ServiceUnderTest> {
  const installation = await createInstallation(roles(options), {
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.transport === undefined ? {} : { transport: options.transport }),
    ...(options.logger === undefined ? {} : { logger: options.logger }),
    ...(options.rootVersion === undefined ? {} : { rootVersion: options.rootVersion }),
  });
  const { contexts, sealingKeys } = installation;
  const build: Readonly<Record<RunningServer, () => Promise<BuiltRole>>> = {
    first: () => buildAllocation({ ...contexts.first, sealingKeys }),
    second: () => buildAllocation({ ...contexts.second, sealingKeys }),
    authentication: () => buildAuthentication(contexts.authentication),
    accounts: () => buildAccounts(contexts.accounts),
    maps: () => buildService(contexts.maps),
  };
  const running = new Map<RunningServer, BuiltRole>();
  for (const id of ['first', 'second', 'authentication', 'accounts', 'maps'] as const) {
    const built = await build[id]();
    running.set(id, built);
    await installation.start(id, { app: built.app, close: async () => running.get(id)?.close() });
  }
  const match = { makerId: acmeDevice.makerId };
  await setRulesIn(contexts.first, { name: 'acme', match, targets: [targetOf(contexts.second)] });
  await setRulesIn(contexts.second, { name: 'acme', match, targets: [targetOf(contexts.authentication)] });
  const store = await openServiceDatabase(contexts.maps.folder);
  const accounts = await openAccountsStore(contexts.accounts);
  const devices = await openAuthenticationDatabase(contexts.authentication.folder);
  const publisherFolder = join(installation.folder, 'publisher');
  await createPublisher(publisherFolder);
  let count = 1_000_000;
  const device: ServiceUnderTest['device'] = async (wanted) => {
    count += 1;
    const facts = wanted ?? { ...acmeDevice, hardwareNumber: `SN${count}` };
    return new VisitingTerminal(installation, await provisionDevice(contexts.authentication, devices, facts));
  };
  return {
    ...installation,
    store,
    publisherFolder,
    accountsStore: accounts,
    device,
    publish: (what) => publishMap({ context: contexts.maps, database: store, publisherFolder, ...what }),
    async terminal({ regions = ['*'], contractSeconds = 30 * 86_400 } = {}) {
      const order = { plan: 'standard', contractSeconds, regions };
      const account = await issueAccount(contexts.accounts, accounts, order);
      const terminal = await device();
      await terminal.signUp(account);
      return terminal;
    },
    async restart(id = 'maps') {
      await running.get(id)?.close();
      const built = await build[id]();
      running.set(id, built);
      await listenAtBaseUrl(built, contexts[id]);
    },
    async close() {
      await Promise.all([store.close(), accounts.close(), devices.close()]);
      await installation.close();
    },
  };
}
