import type { Command } from 'commander';
import { check } from '../../../src/contract/check.ts';
import type { Explanation, Question } from '../../allocation/explain.ts';
import { readJson } from '../installation/files.ts';
import { SigningRequest } from '../installation/root.ts';
import {
  checkStage,
  describeMatch,
  describeRule,
  installedStages,
  inWords,
  operator,
  withRules,
} from './allocation-rules.ts';
import { addAllocationTableCommands } from './allocation-tables.ts';
import { operatorContext, printJson, type CommandEnvironment } from './environment.ts';

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
      const version = await withRules(environment, checkStage(stage), (database) => setRule(context, database, rule));
      environment.say(`table version ${version} holds ${describeRule(rule)}`);
    });
  allocation
    .command('remove <stage> <name>')
    .description('removes a rule')
    .action(async (stage: string, name: string) => {
      const { removeRule } = await operator();
      const version = await withRules(environment, checkStage(stage), (database) =>
        removeRule(operatorContext('allocation'), database, name),
      );
      environment.say(version === undefined ? `there is no rule ${name}` : `removed; table version ${version}`);
    });
  allocation
    .command('list <stage>')
    .description('the rules; of a large table the first thousand ("export" writes all)')
    .option('--json', 'as JSON, in the form that "set" takes')
    .action(async (stage: string, options: { json?: true }) => {
      const { listRules } = await operator();
      const listed = await withRules(environment, checkStage(stage), (database) => listRules(database));
      if (options.json === true) return printJson(listed);
      environment.say(`table version ${listed.version}, ${inWords(listed.count)} rules`);
      for (const rule of listed.rules) environment.say(`  ${describeRule(rule)}`);
      const rest = listed.count - listed.rules.length;
      if (rest > 0) environment.say(`  and ${inWords(rest)} more`);
    });
  allocation
    .command('retarget <stage> <request>')
    .description(
      'leads terminals to a server under its new keys, those of its signing request, in every rule that names it',
    )
    .action(async (stage: string, file: string) => {
      const { retarget } = await import('../../allocation/table/retarget.ts');
      const request = check(SigningRequest, await readJson(file), 'configuration.invalid');
      const changed = await withRules(environment, checkStage(stage), (database) =>
        retarget(operatorContext('allocation'), database, request),
      );
      environment.say(changed ? `every rule names the new keys of ${request.serverId}` : 'no rule had to be changed');
    });
  addExplain(allocation, environment);
  addAllocationTableCommands(allocation, environment);
}

interface ExplainOptions {
  readonly maker?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly rule?: string;
}

function addExplain(allocation: Command, environment: CommandEnvironment): void {
  allocation
    .command('explain [stage]')
    .description('says which rule wins for a terminal, which others are for it and why they lose')
    .option('--maker <id>', 'maker id')
    .option('--model <id>', 'model id')
    .option('--serial <number>', 'hardware number')
    .option('--rule <name>', 'a rule that shall be accounted for even where it does not match')
    .action(async (stage: string | undefined, { maker, model, serial, rule }: ExplainOptions) => {
      const { explain } = await import('../../allocation/explain.ts');
      const question: Question = {
        first: maker === undefined ? undefined : { makerId: maker },
        second: model === undefined || serial === undefined ? undefined : { modelId: model, hardwareNumber: serial },
        about: rule,
      };
      const stages = stage === undefined ? await installedStages(environment) : [checkStage(stage)];
      for (const one of stages) {
        const explanation = await withRules(environment, one, (database) => explain(database, question));
        printExplanation(environment, one, explanation);
      }
    });
}

function printExplanation(environment: CommandEnvironment, stage: string, explanation: Explanation): void {
  const { version, rules, rule, match, lost, mismatched, servers, serverId, refusal } = explanation;
  environment.say(`${stage} allocation server: table version ${version}, ${inWords(rules)} rules`);
  if (refusal !== undefined) environment.say(`  refused: ${refusal.detail} [${refusal.code}]`);
  if (rule !== undefined) environment.say(`  → ${rule} wins: ${describeMatch(match ?? {})}`);
  for (const other of lost) {
    environment.say(`    ${other.rule} matches, too: ${describeMatch(other.match)}; it loses, because ${other.why}`);
  }
  for (const other of mismatched) environment.say(`    ${other.rule} is not for it: ${other.why}`);
  for (const { serverId: id, share } of servers ?? []) {
    const percent = (share * 100).toFixed(0);
    environment.say(`  ${id === serverId ? '→' : ' '} server ${id}, ${percent} % of this rule's terminals`);
  }
}
