import { Command } from 'commander';
import { asCodedError } from '../host/system-error.ts';
import { addAccountCommands } from './commands/account.ts';
import { addAllocateCommand } from './commands/allocate.ts';
import { addKioskCommands } from './commands/kiosk.ts';
import { addMapCommands } from './commands/maps.ts';
import { say } from './environment.ts';
import { defaultData } from '../host/open-terminal.ts';
import { describeError } from './words.ts';

const program = new Command('naviterm')
  .description('the Naviterm terminal without a screen')
  .option('--data <folder>', "the terminal's folder ($NAVITERM_HOME)", defaultData())
  .option('--configuration <file>', 'instead of terminal.json in that folder')
  .option('--allow-unsafe-file-vault', 'keeps secrets in a file, for machines without a keyring')
  .option('--quiet', 'says only what was asked for')
  .configureHelp({ showGlobalOptions: true });

addAccountCommands(program);
addAllocateCommand(program);
addMapCommands(program);
addKioskCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  const coded = asCodedError(error, 'store.unreadable');
  if (coded === undefined) throw error;
  say(describeError(coded));
  process.exitCode = coded.code === 'terminal.cancelled' ? 130 : 1;
}
