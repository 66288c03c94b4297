import type { Command } from 'commander';
import type { AccountsContext } from '../../accounts/accounts-server.ts';
import { AccountsSettings } from '../../accounts/settings.ts';
import { createLogger } from '../../kit/logging.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import { openRole } from '../installation/role-files.ts';
import { printJson, type CommandEnvironment } from './environment.ts';

const secondsPerDay = 86_400;

async function withAccounts<T>(
  environment: CommandEnvironment,
  work: (context: AccountsContext, database: SqlDatabase) => Promise<T>,
): Promise<T> {
  const logger = createLogger({ name: 'accounts', level: 'warn' });
  const { context } = await openRole(environment.paths(), 'accounts', AccountsSettings, logger);
  const { openAccountsStore } = await import('../../accounts/accounts-server.ts');
  const database = await openAccountsStore(context);
  try {
    return await work(context, database);
  } finally {
    await database.close();
  }
}

// Operators' functions are loaded when a command needs them: the others start at once.
const operator = () => import('../../accounts/operator.ts');

export function addAccountCommands(program: Command, environment: CommandEnvironment): void {
  const accounts = program.command('accounts').description('the accounts of the account server');
  accounts
    .command('issue')
    .description('issues an account by letter or telephone: a sheet that can be read aloud, shown once (C10)')
    .option('--plan <name>', 'name of the plan', 'by-hand')
    .option('--days <number>', 'how long the contract runs', '365')
    .option('--regions <ids>', 'region ids, separated by commas; * for all', '*')
    .option('--json', 'as JSON')
    .action(async (options: { plan: string; days: string; regions: string; json?: true }) => {
      const order = {
        plan: options.plan,
        contractSeconds: Math.round(Number(options.days) * secondsPerDay),
        regions: options.regions.split(',').map((id) => id.trim()),
      };
      const { issueAccount } = await operator();
      const { accountSheet } = await import('../../accounts/account-sheet.ts');
      const issued = await withAccounts(environment, (context, database) => issueAccount(context, database, order));
      if (options.json === true) return printJson(issued);
      process.stdout.write(`${accountSheet(issued)}\n`);
    });
  accounts
    .command('list')
    .description('accounts with their terminals, as JSON, 100 at a time')
    .option('--after <user-id>', 'the ones behind this user id', '')
    .action(async (options: { after: string }) => {
      const { listAccounts } = await operator();
      printJson(
        await withAccounts(environment, (context, database) =>
          listAccounts(context, database, { afterUserId: options.after }),
        ),
      );
    });
  accounts
    .command('revoke <user-id>')
    .description('ends an account with its terminals and sessions')
    .action(async (userId: string) => {
      const { revokeAccount } = await operator();
      await withAccounts(environment, (context, database) => revokeAccount(context, database, userId));
      environment.say('revoked');
    });
  accounts
    .command('end-sessions <user-id>')
    .description('ends all sessions of an account; its terminals may open new ones')
    .action(async (userId: string) => {
      const { revokeSessions } = await operator();
      const count = await withAccounts(environment, (context, database) => revokeSessions(context, database, userId));
      environment.say(`${count} sessions ended`);
    });
}
