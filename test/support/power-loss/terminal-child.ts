import { createInterface } from 'node:readline';
import type { AccountIssueReply } from '../../../src/contract/sign-up.ts';
import type { DeviceProvisioning } from '../../../src/contract/terminal-configuration.ts';
import { openTerminal } from '../../../src/host/open-terminal.ts';
import { note } from './recording.ts';

/** What the terminal is told to do, a line each. */
export type TerminalOrder =
  | { readonly order: 'provision'; readonly device: DeviceProvisioning }
  | { readonly order: 'sign-up'; readonly account: AccountIssueReply }
  | { readonly order: 'download'; readonly version: string }
  | { readonly order: 'forget' };

/*
 * The terminal in a process of its own, to be recorded or killed: `node terminal-child.ts FOLDER CONFIGURATION LOG`. What
 * it has done it notes in the recording itself, in the very moment it could have told a user so.
 */
const [data = '', configuration = '', log = ''] = process.argv.slice(2);
const { terminal, close } = await openTerminal({ data, configuration, unsafeFileVault: true });

async function follow(order: TerminalOrder): Promise<void> {
  switch (order.order) {
    case 'provision':
      return terminal.provision(order.device);
    case 'sign-up':
      return terminal.signUp({
        ...order.account,
        terminalName: 'recorded',
        choose: () => Promise.resolve({ choice: 'add' }),
      });
    case 'download':
      await terminal.maps.download('city');
      return;
    case 'forget':
      return terminal.sessions.forget();
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as TerminalOrder;
  await follow(order);
  note(log, { done: order });
  process.stdout.write('done\n');
}
await close();
