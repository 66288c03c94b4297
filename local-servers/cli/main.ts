import { resolve } from 'node:path';
import { Command } from 'commander';
import { asCodedError } from '../../src/host/system-error.ts';
import { addAccountCommands } from './commands/accounts.ts';
import { addAllocationCommands } from './commands/allocation.ts';
import { addDeviceCommands } from './commands/devices.ts';
import type { CommandEnvironment } from './commands/environment.ts';
import { addInstallationCommands, checkRoleName } from './commands/installation.ts';
import { addKeyCommands } from './commands/keys.ts';
import { addMapCommands } from './commands/maps.ts';
import { installationPaths } from './installation/files.ts';

const program = new Command('naviterm-server')
  .description("Naviterm's servers: sets them up, runs them, and does the operator's work")
  .option('--data <folder>', 'the installation', process.env['NAVITERM_SERVER_DATA'] ?? 'naviterm-data')
  .option('--stop-with-parent', 'stops when standard input closes')
  .configureHelp({ showGlobalOptions: true });

const stopWithParent = () => program.opts<{ stopWithParent?: true }>().stopWithParent === true;

const environment: CommandEnvironment = {
  paths: () => installationPaths(resolve(program.opts<{ data: string }>().data)),
  say: (line) => void process.stderr.write(`${line}\n`),
};

addInstallationCommands(program, environment);
addAllocationCommands(program, environment);
addDeviceCommands(program, environment);
addAccountCommands(program, environment);
addMapCommands(program, environment);
addKeyCommands(program, environment);

program
  .command('run [roles...]')
  .description('runs roles in one process, each on its own port; all that are installed where none is named')
  .option('--json', 'prints one JSON line when all listen')
  .option('--log-file <file>', 'writes the log there instead of standard error')
  .action(async (roles: string[], options: { json?: true; logFile?: string }) => {
    const { runRoles } = await import('./run.ts');
    await runRoles(environment.paths(), {
      roles: roles.map(checkRoleName),
      json: options.json === true,
      stopWithParent: stopWithParent(),
      logFile: options.logFile,
      say: environment.say,
    });
  });

// `run` ends in good order; any other command is cut off as by a power cut, which they all survive.
program.hook('preAction', (_program, command) => {
  if (!stopWithParent() || command.name() === 'run') return;
  process.stdin.on('end', () => process.exit(1));
  process.stdin.on('error', () => process.exit(1));
  process.stdin.resume();
});
// What `run` began goes on when its action is over.
program.hook('postAction', (_program, command) => {
  if (command.name() !== 'run') process.stdin.pause();
});

try {
  // In an Electron's utility process the arguments stand where Node has them.
  await program.parseAsync(process.argv, { from: 'node' });
} catch (error) {
  const coded = asCodedError(error, 'configuration.invalid');
  if (coded === undefined) throw error;
  environment.say(
    coded.detail === undefined ? coded.message : `${coded.facts.meaning} ${coded.detail} [${coded.code}]`,
  );
  process.exitCode = 1;
}
