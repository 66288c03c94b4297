import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { CodedError } from '../../errors/coded-error.ts';
import { writeAtomically } from '../../host/atomic-file.ts';
import { encodeJson, utf8 } from '../../protocol/bytes.ts';
import { hashPin } from '../../protocol/pin.ts';
import { say } from '../environment.ts';
import { Prompter } from '../prompt.ts';

const shortestPin = 4;
const longestPin = 32;

export function addKioskCommands(program: Command): void {
  const kiosk = program.command('kiosk').description('what makes the terminal with a screen a kiosk');
  kiosk
    .command('set-up')
    .description("writes kiosk.json; the operator's PIN is asked for, and only its hash is kept")
    .option('--idle <seconds>', 'after how long without a touch the start comes back', '120')
    .option('--sign-out-when-idle', 'also signs out whoever signed in')
    .action(async (options: { readonly idle: string; readonly signOutWhenIdle?: true }) => {
      const idleSeconds = Number(options.idle);
      if (!Number.isInteger(idleSeconds) || idleSeconds < 10 || idleSeconds > 86_400)
        throw new CodedError('configuration.invalid', { detail: '--idle takes 10 to 86400 seconds' });
      const pin = await new Prompter().ask("Operator's PIN: ", { hidden: true });
      if (pin.length < shortestPin || pin.length > longestPin)
        throw new CodedError('configuration.invalid', {
          detail: `a PIN has ${shortestPin} to ${longestPin} characters`,
        });
      const path = join(resolve(program.opts<{ data: string }>().data), 'kiosk.json');
      const configuration = {
        pin: await hashPin(pin),
        idleSeconds,
        signOutWhenIdle: options.signOutWhenIdle === true,
      };
      await writeAtomically(path, encodeJson(configuration));
      say(`wrote ${path}; start the terminal with --kiosk`);
    });
  kiosk
    .command('autostart <program>')
    .description('starts that program with --kiosk whenever this user logs in (XDG autostart, Linux)')
    .action(async (terminal: string) => {
      const folder = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
      const path = join(folder, 'autostart', 'naviterm-kiosk.desktop');
      const data = resolve(program.opts<{ data: string }>().data);
      await writeAtomically(path, utf8(desktopEntry(resolve(terminal), data)));
      say(`wrote ${path}`);
    });
}

/** Desktop Entry Specification 1.5; arguments are quoted as its Exec key demands. */
const desktopEntry = (program: string, data: string): string =>
  [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Naviterm kiosk',
    `Exec=${quoted(program)} --kiosk --data ${quoted(data)}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');

const quoted = (text: string): string => `"${text.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`;
