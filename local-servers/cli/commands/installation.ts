import type { Command } from 'commander';
import { check } from '../../../src/contract/check.ts';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { RoleName } from '../../kit/role-context.ts';
import { createRole } from '../installation/create-role.ts';
import { readJson, writeJson } from '../installation/files.ts';
import { installAnswer, readRoleFile, signingRequest } from '../installation/role-files.ts';
import { AllocationRoot, SigningRequest } from '../installation/root.ts';
import { isRoleName, roleNames } from '../installation/roles.ts';
import { printJson, type CommandEnvironment } from './environment.ts';
import { defaultGraceDays, graceSeconds } from './grace.ts';

interface InitOptions {
  readonly host: string;
  readonly port: string;
  readonly publicUrl?: string;
  readonly serverId?: string;
  readonly answer?: string;
  readonly request?: true;
}

export function checkRoleName(name: string): RoleName {
  if (isRoleName(name)) return name;
  throw new CodedError('configuration.invalid', { detail: `${name} is no role; there are ${roleNames.join(', ')}` });
}

function checkPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new CodedError('configuration.invalid', { detail: `${text} is no port` });
}

export function addInstallationCommands(program: Command, environment: CommandEnvironment): void {
  const { paths, say } = environment;
  program
    .command('init [role]')
    .description('sets up all roles on this machine; or one role alone, whose signing request it prints')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--port <number>',
      'port of the role; of all roles, the first of them (taken ones are stepped over)',
      '7401',
    )
    .option('--public-url <url>', 'what others reach the role under, if not where it listens')
    .option('--server-id <id>', "the server's id, if not the role's name")
    .option('--answer <file>', "installs the root's answer to the signing request")
    .option('--request', 'prints the signing request again')
    .action(async (name: string | undefined, options: InitOptions) => {
      const port = checkPort(options.port);
      if (name === undefined) {
        const { createInstallation } = await import('../installation/create.ts');
        await createInstallation(paths(), options.host, port, say);
        return say('set up; "naviterm-server run" starts it');
      }
      const role = checkRoleName(name);
      if (options.answer !== undefined) {
        await installAnswer(paths(), role, await readJson(options.answer));
        return say(`${role} is signed and can run`);
      }
      if (options.request === true) return printJson(await signingRequest(paths(), role));
      const { host, publicUrl, serverId } = options;
      const wanted = {
        host,
        port,
        ...(publicUrl === undefined ? {} : { publicUrl }),
        ...(serverId === undefined ? {} : { serverId }),
      };
      printJson(await createRole(paths(), role, wanted));
      return say(`have this signed ("root sign"), then: naviterm-server init ${role} --answer FILE`);
    });
  program
    .command('configure <role> <settings...>')
    .description('changes settings of a role, as KEY=VALUE (JSON) or KEY= to remove; used from its next start on')
    .action(async (name: string, settings: string[]) => {
      const role = checkRoleName(name);
      const file = await readRoleFile(paths(), role);
      const changed = settings.reduce(applySetting, file.settings);
      await writeJson(paths().roleFile(role), { ...file, settings: changed });
      say(`${role}: ${JSON.stringify(changed)}`);
    });
  const root = program.command('root').description('the allocation root: keep its folder away from every network');
  root
    .command('create')
    .description('makes the root key')
    .action(async () => {
      await AllocationRoot.create(paths().root);
      say(`made ${paths().root}`);
    });
  root
    .command('sign <request>')
    .description("answers a server's signing request (a file); sign the first allocation server's first")
    .action(async (file: string) => {
      const request = check(SigningRequest, await readJson(file), 'configuration.invalid');
      printJson(await (await AllocationRoot.open(paths().root)).sign(request));
    });
  addRotation(root, environment);
}

function addRotation(root: Command, { paths, say }: CommandEnvironment): void {
  root
    .command('rotate')
    .description(
      'makes a new root that the present one names as its successor, and signs everything anew; the old key is deleted',
    )
    .action(async () => {
      const { rotateRoot } = await import('../installation/rotate-root.ts');
      for (const line of await rotateRoot(paths())) say(line);
    });
  root
    .command('renew-sealing-key')
    .description(
      'makes a new key for what terminals seal to the allocation servers, which keep the old one for a while',
    )
    .option('--grace <days>', 'how long they still open what is sealed to the old one', defaultGraceDays)
    .action(async (options: { grace: string }) => {
      const { renewSealingKey } = await import('../installation/rotate-root.ts');
      for (const line of await renewSealingKey(paths(), graceSeconds(options.grace))) say(line);
    });
}

function applySetting(settings: Record<string, unknown>, assignment: string): Record<string, unknown> {
  const [, key, value] = /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s.exec(assignment) ?? [];
  if (key === undefined || value === undefined) {
    throw new CodedError('configuration.invalid', { detail: `"${assignment}" is not KEY=VALUE` });
  }
  const { [key]: _before, ...rest } = settings;
  return value === '' ? rest : { ...rest, [key]: jsonOrText(value) };
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
