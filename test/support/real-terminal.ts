import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { issueAccount } from '../../local-servers/accounts/operator.ts';
import type { AccountIssueReply } from '../../src/contract/sign-up.ts';
import { FileStore } from '../../src/host/file-store.ts';
import { httpTransport } from '../../src/host/http-transport.ts';
import { MapFolder } from '../../src/host/map-folder.ts';
import { UnsafeFileVault } from '../../src/host/unsafe-file-vault.ts';
import { toBase64url } from '../../src/protocol/bytes.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from '../../src/protocol/transport.ts';
import type { AllocationRoute, TerminalEvent } from '../../src/terminal/events.ts';
import type { TerminalConfiguration } from '../../src/contract/terminal-configuration.ts';
import type { Vault } from '../../src/terminal/ports.ts';
import { Terminal } from '../../src/terminal/terminal.ts';
import type { ServiceUnderTest } from './service-under-test.ts';

/** A line that a test can look at and cut. */
export class Line {
  readonly requests: HttpRequest[] = [];
  /** What happens to a request; the real exchange unless a test says otherwise. */
  through: (request: HttpRequest, send: HttpTransport) => Promise<HttpResponse> = (request, send) => send(request);

  readonly transport: HttpTransport = (request) => {
    this.requests.push(request);
    return this.through(request, httpTransport);
  };

  /** Paths that were asked for, in order. */
  paths(prefix: string): string[] {
    return this.requests.map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith(prefix));
  }
}

/** The terminal as it is shipped, on a folder of its own, beside servers that listen. */
export interface RealTerminal {
  readonly terminal: Terminal;
  readonly line: Line;
  readonly events: TerminalEvent[];
  readonly folder: string;
  /** The same folder opened anew, as after a restart: everything that was in memory is gone. */
  readonly restart: (options?: RestartOptions) => Promise<RealTerminal>;
}

export interface RestartOptions {
  readonly route?: AllocationRoute;
  /** Another folder of the same terminal: a copy. */
  readonly folder?: string;
  /** What stands between the terminal and its vault. */
  readonly vault?: (real: Vault) => Vault;
  /** What it has pinned; the root that the servers began with unless said otherwise. */
  readonly root?: TerminalConfiguration['allocationRoot'];
}

/** Provisioned, not signed up. Time passes where a test moves the installation's clock, or where the terminal waits. */
export async function realTerminal(
  servers: ServiceUnderTest,
  options: Pick<RestartOptions, 'route' | 'root'> = {},
): Promise<RealTerminal> {
  const folder = join(servers.folder, `terminal-${randomUUID()}`);
  const opened = await open(servers, folder, options);
  await opened.terminal.provision((await servers.device()).device);
  return opened;
}

async function open(
  servers: ServiceUnderTest,
  folder: string,
  { route = 'terminal-walked', vault = (real) => real, root }: RestartOptions,
): Promise<RealTerminal> {
  const line = new Line();
  const events: TerminalEvent[] = [];
  const terminal = await Terminal.open({
    configuration: {
      serviceUrl: servers.contexts.maps.baseUrl,
      allocationRoot: root ?? { publicKey: toBase64url(servers.rootKey.publicKey), lowestVersion: 1 },
      mapRoot: await readFile(join(servers.publisherFolder, '1.root.json'), 'utf8'),
    },
    ports: {
      store: new FileStore(folder),
      vault: vault(new UnsafeFileVault(folder)),
      maps: new MapFolder(join(folder, 'maps')),
      transport: line.transport,
      clock: {
        monotonic: () => servers.clock.now(),
        sleep: async (seconds) => servers.clock.advance(seconds),
      },
    },
    tell: (event) => events.push(event),
    route,
  });
  return { terminal, line, events, folder, restart: (again = {}) => open(servers, again.folder ?? folder, again) };
}

export function newAccount(servers: ServiceUnderTest, regions = ['*']): Promise<AccountIssueReply> {
  return issueAccount(servers.contexts.accounts, servers.accountsStore, {
    plan: 'standard',
    contractSeconds: 86_400,
    regions,
  });
}

export async function signUp({ terminal }: RealTerminal, account: AccountIssueReply): Promise<void> {
  await terminal.signUp({ ...account, terminalName: 'test', choose: () => Promise.resolve({ choice: 'add' }) });
}
