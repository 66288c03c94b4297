import { hostname } from 'node:os';
import type { Command } from 'commander';
import { check } from '../../contract/check.ts';
import type { Choice, Offer } from '../../contract/sign-up.ts';
import { DeviceProvisioning } from '../../contract/terminal-configuration.ts';
import { CodedError } from '../../errors/coded-error.ts';
import { namingPlace } from '../../errors/naming-place.ts';
import { readWhole } from '../../host/atomic-file.ts';
import { decodeJson } from '../../protocol/bytes.ts';
import { printJson, say, withTerminal } from '../environment.ts';
import { Prompter } from '../prompt.ts';

interface SignUpOptions {
  readonly user?: string;
  readonly licence?: string;
  readonly name?: string;
  readonly overwrite?: string;
}

export function addAccountCommands(program: Command): void {
  program
    .command('provision <file>')
    .description("takes the device identity that the maker's command made; the secret goes into the vault")
    .action(async (file: string) => {
      const content = await readWhole(file, 65_536);
      if (content === undefined) throw new CodedError('configuration.invalid', { detail: `there is no ${file}` });
      const provisioning = await namingPlace(file, () =>
        check(DeviceProvisioning, decodeJson(content, 'configuration.invalid'), 'configuration.invalid'),
      );
      await withTerminal(program, ({ terminal }) => terminal.provision(provisioning), { offline: true });
      say(`this terminal is ${provisioning.modelId} ${provisioning.hardwareNumber}; now delete ${file}`);
    });
  program
    .command('sign-up')
    .description('signs this terminal up; the password is asked for and never stored')
    .option('--user <id>', 'user id')
    .option('--licence <number>', 'licence number')
    .option('--name <text>', 'what this terminal shall be called')
    .option('--overwrite <slot>', 'takes the place of a registered terminal')
    .action((options: SignUpOptions) =>
      withTerminal(program, async ({ terminal }) => {
        await terminal.checkReadyToSignUp();
        const prompter = new Prompter();
        const userId = options.user ?? (await prompter.ask('User id: '));
        const licenceNumber = options.licence ?? (await prompter.ask('Licence number: '));
        const password = await prompter.ask('Password: ', { hidden: true });
        const terminalName = options.name ?? hostname();
        const choose = (offer: Offer) => chooseSlot(offer, options.overwrite, prompter);
        await terminal.signUp({ userId, password, licenceNumber, terminalName, choose });
      }),
    );
  program
    .command('sign-out')
    .description("revokes this terminal's access key and forgets it")
    .option('--forget-only', 'only forgets it here, for when the server cannot be reached; the key stays valid there')
    .action(async (options: { forgetOnly?: true }) => {
      await withTerminal(
        program,
        ({ terminal }) => (options.forgetOnly === true ? terminal.sessions.forget() : terminal.signOut()),
        { offline: options.forgetOnly === true },
      );
      say('signed out');
    });
  program
    .command('status')
    .description('says who this terminal is and what it holds')
    .option('--json', 'as JSON')
    .option('--online', 'asks the account server whether the session goes on')
    .action((options: { json?: true; online?: true }) =>
      withTerminal(
        program,
        async ({ terminal, configuration }) => {
          // The session first: it may be what completes a sign-up that was cut off.
          const session = options.online === true ? await terminal.currentSession() : undefined;
          const status = terminal.status();
          if (options.json === true)
            return printJson({ ...status, serviceUrl: configuration.serviceUrl, ...(session ? { session } : {}) });
          const { device, account } = status;
          say(`service          ${configuration.serviceUrl}`);
          say(
            `device           ${device === undefined ? 'not provisioned' : `${device.makerId} ${device.modelId} ${device.hardwareNumber}`}`,
          );
          say(
            `account          ${account === undefined ? 'not signed up' : `${account.userId}${account.confirmed ? '' : ' (to be confirmed)'}`}`,
          );
          say(`directory        version ${status.directoryVersion}`);
          say(`stored chains    ${status.storedAuthenticationServers}`);
          if (session !== undefined) say(`session          ${session.state}, ${Math.round(session.expiresIn)} s left`);
        },
        { offline: options.online !== true },
      ),
    );
}

async function chooseSlot(
  offer: Offer,
  overwrite: string | undefined,
  prompter: Prompter,
): Promise<{ choice: Choice; slotId?: string }> {
  if (overwrite !== undefined) return { choice: 'overwrite', slotId: overwrite };
  if (offer.choices.includes('add') && offer.fee.amount === 0) return { choice: 'add' };
  say('This account has these terminals:');
  for (const [index, { name, makerId, modelId }] of offer.terminals.entries())
    say(`  ${index + 1}. ${name} (${makerId} ${modelId})`);
  const answer = await prompter.ask('Number of the one to replace (empty to cancel): ');
  const chosen = offer.terminals[Number(answer) - 1];
  return chosen === undefined ? { choice: 'cancel' } : { choice: 'overwrite', slotId: chosen.slotId };
}
