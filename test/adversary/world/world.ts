import { join } from 'node:path';
import { issueAccount } from '../../../local-servers/accounts/operator.ts';
import { buildService } from '../../../local-servers/service/app.ts';
import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';
import { writeArchive } from '../../support/map-archive.ts';
import { realTerminal, signUp } from '../../support/real-terminal.ts';
import { startService, type ServiceUnderTest } from '../../support/service-under-test.ts';
import { Ledger } from './ledger.ts';
import { Network } from './network.ts';
import { Victim } from './victim.ts';

/** Real servers, a real terminal that is signed up, and an intruder who owns all that is between them. */
export interface World {
  readonly servers: ServiceUnderTest;
  readonly network: Network;
  readonly ledger: Ledger;
  readonly victim: Victim;
  readonly account: AccountIssueReply;
  /** Another terminal, not signed up. */
  readonly another: () => Promise<Victim>;
  readonly close: () => Promise<void>;
}

/** Seconds that a session lives. */
export const sessionLifetime = 300;
/** Seconds after which a terminal asks for more. */
export const nearItsEnd = 241;
/** Seconds that a device is admitted for: longer than a session, so that the ends of the two are told apart. */
export const certificateLifetime = 1_200;
/** Attacks take the time that passes in them from the contract. */
const decade = 10 * 365 * 86_400;
/** The version of what the root signed, so that there are older ones. */
export const rootVersion = 5;

export async function createWorld(): Promise<World> {
  const network = new Network();
  const servers = await startService({
    transport: network.from('server'),
    // A class signs up more often than a family has cars.
    accounts: { freeLimit: 1000, sessionLifetime },
    certificateLifetime,
    rootVersion,
  });
  await servers.start('other-maps', await buildService(servers.contexts['other-maps']));
  const file = join(servers.folder, 'city.pmtiles');
  await writeArchive(file, { tiles: ['tile'] });
  await servers.publish({ file, regionId: 'city' });
  const another = async () => new Victim(await realTerminal(servers), network, servers.clock);
  const victim = await another();
  const account = await issueAccount(servers.contexts.accounts, servers.accountsStore, {
    plan: 'standard',
    contractSeconds: decade,
    regions: ['*'],
  });
  await signUp(victim.opened, account);
  await victim.enter();
  const ledger = await Ledger.open(servers);
  return {
    servers,
    network,
    ledger,
    victim,
    account,
    another,
    async close() {
      await ledger.close();
      await servers.close();
    },
  };
}
