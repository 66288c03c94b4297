import type { Command } from 'commander';
import { CodedError } from '../../../src/errors/coded-error.ts';
import type { Explanation } from '../../allocation/operator.ts';
import type { AllocationRule } from '../../allocation/rules/rule.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import { readJson } from '../installation/files.ts';
import { operatorContext, printJson, type CommandEnvironment } from './environment.ts';

type AllocationRoleName = 'first-allocation' | 'second-allocation';

async function withRules<T>(
  environment: CommandEnvironment,
  role: AllocationRoleName,
  work: (database: SqlDatabase) => Promise<T>,
): Promise<T> {
  const { openAllocationDatabase } = await import('../../allocation/store/allocation-store.ts');
  const database = await openAllocationDatabase(environment.paths().role(role));
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

// Operators' functions are loaded when a command needs them: the others start at once.
const operator = () => import('../../allocation/operator.ts');

function roleOf(stage: string): AllocationRoleName {
  if (stage === 'first' || stage === 'second') return `${stage}-allocation`;
  throw new CodedError('request.malformed', { detail: 'the stage is "first" or "second"' });
}

const describeRule = ({ name, match, targets }: AllocationRule): string =>
  `${name}: ${JSON.stringify(match)} → ${targets.map(({ serverId, role, weight }) => `${serverId} (${role}, weight ${weight})`).join(', ')}`;

function printExplanation(environment: CommandEnvironment, explanation: Explanation): void {
  environment.say(`table version ${explanation.version}`);
  for (const { rule, mismatch } of explanation.considered) {
    environment.say(
      `  ${rule === explanation.rule ? '→' : ' '} ${rule}${mismatch === undefined ? '' : `: not for it, ${mismatch}`}`,
    );
  }
  if (explanation.refusal !== undefined)
    environment.say(`refused: ${explanation.refusal.detail} [${explanation.refusal.code}]`);
  for (const { serverId, share } of explanation.servers ?? []) {
    environment.say(
      `  ${serverId === explanation.serverId ? '→' : ' '} server ${serverId}, ${(share * 100).toFixed(0)} % of its terminals`,
    );
  }
}

export function addAllocationCommands(program: Command, environment: CommandEnvironment): void {
  const allocation = program.command('allocation').description('which server terminals are led to');
  allocation
    .command('set <stage> <file>')
    .description('adds or replaces a rule, read from a JSON file, at the first or second allocation server')
    .action(async (stage: string, file: string) => {
      const { setRule } = await operator();
      const { checkRule } = await import('../../allocation/rules/rule.ts');
      const rule = checkRule(await readJson(file));
      const context = operatorContext('allocation');
      const version = await withRules(environment, roleOf(stage), (database) => setRule(context, database, rule));
      environment.say(`table version ${version} holds ${describeRule(rule)}`);
    });
  allocation
    .command('remove <stage> <name>')
    .description('removes a rule')
    .action(async (stage: string, name: string) => {
      const { removeRule } = await operator();
      const version = await withRules(environment, roleOf(stage), (database) =>
        removeRule(operatorContext('allocation'), database, name),
      );
      environment.say(version === undefined ? `there is no rule ${name}` : `removed; table version ${version}`);
    });
  allocation
    .command('list <stage>')
    .description('all rules')
    .option('--json', 'as JSON, in the form that "set" takes')
    .action(async (stage: string, options: { json?: true }) => {
      const { listRules } = await operator();
      const { version, rules } = await withRules(environment, roleOf(stage), listRules);
      if (options.json === true) return printJson({ version, rules });
      environment.say(`table version ${version}`);
      for (const rule of rules) environment.say(`  ${describeRule(rule)}`);
    });
  allocation
    .command('explain <stage>')
    .description('says which rule wins for a terminal, and why')
    .option('--maker <id>', 'maker id')
    .option('--model <id>', 'model id')
    .option('--serial <number>', 'hardware number')
    .action(async (stage: string, options: { maker?: string; model?: string; serial?: string }) => {
      const { explain } = await operator();
      const first = options.maker === undefined ? undefined : { makerId: options.maker };
      const second =
        options.model === undefined || options.serial === undefined
          ? undefined
          : { modelId: options.model, hardwareNumber: options.serial };
      printExplanation(
        environment,
        await withRules(environment, roleOf(stage), (database) => explain(database, first, second)),
      );
    });
}
