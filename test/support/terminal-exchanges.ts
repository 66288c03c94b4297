import type { AccountIssueReply } from '../../src/contract/sign-up.ts';
import type { HttpRequest } from '../../src/protocol/transport.ts';
import type { AllocationRoute } from '../../src/terminal/events.ts';
import { signUp, type RealTerminal } from './real-terminal.ts';

/** One kind of request that a terminal makes, and what makes it. */
export interface TerminalExchange {
  readonly path: string;
  /** Whether the request is signed; either where it does not matter. */
  readonly signed?: boolean;
  readonly route?: AllocationRoute;
  readonly work: (opened: RealTerminal) => Promise<unknown>;
}

const enter = async ({ terminal }: RealTerminal) =>
  terminal.service.admit(await terminal.directory.configuredService());
const download = ({ terminal }: RealTerminal) => terminal.maps.download('city');

/** Every request that a terminal makes, by where it goes. The region `city` must be published. */
export const terminalExchanges = (account: AccountIssueReply): readonly TerminalExchange[] => [
  { path: '/v1/directory', work: ({ terminal }) => terminal.directory.get() },
  { path: '/v1/channels/sign-up/handshake', work: (opened) => signUp(opened, account) },
  { path: '/v1/channels/sign-up/messages', work: (opened) => signUp(opened, account) },
  { path: '/v1/catalog', signed: false, work: enter },
  { path: '/v1/channels/allocation/handshake', work: ({ terminal }) => terminal.allocateAnew() },
  { path: '/v1/channels/allocation/messages', work: ({ terminal }) => terminal.allocateAnew() },
  { path: '/v1/allocations', route: 'service-walked', work: ({ terminal }) => terminal.allocateAnew() },
  { path: '/v1/channels/device-authentication/handshake', work: enter },
  { path: '/v1/channels/device-authentication/messages', work: enter },
  { path: '/v1/admissions', work: enter },
  { path: '/v1/channels/session/handshake', work: ({ terminal }) => terminal.service.session() },
  { path: '/v1/channels/session/messages', work: ({ terminal }) => terminal.service.session() },
  { path: '/v1/sessions/current', work: ({ terminal }) => terminal.currentSession() },
  { path: '/v1/terminals', work: ({ terminal }) => terminal.terminals() },
  { path: '/v1/catalog', signed: true, work: ({ terminal }) => terminal.maps.list() },
  { path: '/v1/metadata/', work: download },
  { path: '/v1/regions/', work: download },
  { path: '/v1/chunks/', work: download },
];

export function isExchange({ path, signed }: TerminalExchange, request: HttpRequest): boolean {
  const isSigned = request.headers['signature'] !== undefined;
  return new URL(request.url).pathname.startsWith(path) && (signed === undefined || signed === isSigned);
}
