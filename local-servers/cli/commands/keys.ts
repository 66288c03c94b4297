import type { Command } from 'commander';
import { keysTakenUpWithin } from '../installation/role-keys.ts';
import { announceKeys, rotateKeys } from '../installation/rotate-keys.ts';
import { printJson, type CommandEnvironment } from './environment.ts';
import { defaultGraceDays, graceSeconds } from './grace.ts';
import { checkRoleName } from './installation.ts';

export function addKeyCommands(program: Command, environment: CommandEnvironment): void {
  const { paths, say } = environment;
  const keys = program.command('keys').description("a server's own keys, and new ones in their place");
  keys
    .command('rotate <role>')
    .description(
      'makes new keys beside the present ones, which stay good, and prints the signing request with the new ones',
    )
    .action(async (name: string) => {
      const role = checkRoleName(name);
      printJson(await rotateKeys(paths(), role));
      say(`in ${keysTakenUpWithin} seconds ${role} answers to both; then: naviterm-server keys announce ${role}`);
    });
  keys
    .command('announce <role>')
    .description('says the new keys to everybody, as far as root and servers are in this folder, and ends the old ones')
    .option('--grace <days>', 'how long the server still answers to the old ones', defaultGraceDays)
    .action(async (name: string, options: { grace: string }) => {
      const role = checkRoleName(name);
      for (const line of await announceKeys(paths(), role, graceSeconds(options.grace))) say(line);
    });
}
