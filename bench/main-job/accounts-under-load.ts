import { directoryServer } from '../../src/allocation/directory.ts';
import { fromBase64url } from '../../src/protocol/bytes.ts';
import { testedCore } from '../kit/cores.ts';
import { Load } from '../kit/load.ts';
import type { RunningProcess } from '../kit/processes.ts';
import type { Installation } from './installation.ts';
import type { ChannelServer } from './raw-channel.ts';

const connections = 64;

export interface AccountsUnderLoad {
  readonly process: RunningProcess;
  readonly load: Load;
  readonly channelServer: ChannelServer;
  /** Directory ids of the services that sessions are for. */
  readonly audiences: readonly string[];
}

/** Starts the account server on its core, with clients for it; the directory says the rest. */
export async function startAccounts(installation: Installation): Promise<AccountsUnderLoad> {
  // The directory comes from the service, as for any terminal; it has nothing to do while the accounts are measured.
  await installation.run(['service']);
  const process = await installation.run(['accounts'], testedCore);
  const { terminal } = await installation.terminal('reader');
  const directory = await terminal.directory.get();
  const accounts = directoryServer(directory, 'accounts');
  const { host, port } = new URL(accounts.endpoints[0]?.url ?? '');
  return {
    process,
    load: new Load({ port: Number(port), connections }),
    channelServer: { id: accounts.id, host, staticKey: fromBase64url(accounts.staticKey) },
    audiences: [(await terminal.directory.configuredService()).id],
  };
}
