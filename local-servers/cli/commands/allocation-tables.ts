import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { ImportProgress, ImportResult } from '../../allocation/table/import-table.ts';
import { readJson, writeJson } from '../installation/files.ts';
import { checkStage, inWords, operator, withRules } from './allocation-rules.ts';
import { operatorContext, type CommandEnvironment } from './environment.ts';

/** Seconds between two words on how far an import is. */
const progressSeconds = 5;

/** Whole tables: in, out, and back to an earlier one. */
export function addAllocationTableCommands(allocation: Command, environment: CommandEnvironment): void {
  addImport(allocation, environment);
  allocation
    .command('export <stage> <file>')
    .description('writes the whole table as CSV, as "import" takes it; the file must not exist')
    .option('--servers <file>', 'where to write what the servers of the table are, as JSON')
    .action(async (stage: string, path: string, options: { servers?: string }) => {
      const { exportTable, newCsvFile } = await import('../../allocation/table/export-table.ts');
      await withRules(environment, checkStage(stage), async (database) => {
        const { version, rules, servers } = await exportTable(database, newCsvFile(path));
        if (options.servers !== undefined) await writeJson(options.servers, servers);
        environment.say(`${inWords(rules)} rules of table version ${version}`);
      });
    });
  allocation
    .command('versions <stage>')
    .description('the versions of the table that "rollback" can go back to, the newest first')
    .action(async (stage: string) => {
      const { listVersions } = await operator();
      for (const { version, change } of await withRules(environment, checkStage(stage), listVersions)) {
        environment.say(`${String(version).padStart(6)}  ${change}`);
      }
    });
  allocation
    .command('rollback <stage>')
    .description('makes the table what it was before its last change, or at an earlier version; as a new version')
    .option('--to <version>', 'the version to go back to')
    .action(async (stage: string, options: { to?: string }) => {
      const { rollBack } = await operator();
      const to = options.to === undefined ? undefined : Number(options.to);
      const { version, restored } = await withRules(environment, checkStage(stage), (database) =>
        rollBack(operatorContext('allocation'), database, to),
      );
      environment.say(`table version ${version} is what version ${restored} was`);
    });
}

interface ImportOptions {
  readonly servers?: string;
  readonly dryRun?: true;
}

function addImport(allocation: Command, environment: CommandEnvironment): void {
  allocation
    .command('import <stage> <file>')
    .description('puts a whole table, read from CSV (- for standard input), in the place of the one in use, at once')
    .option('--servers <file>', 'what the servers that rows name are, as JSON, where the table in use does not say it')
    .option('--dry-run', 'checks the table and says what would change')
    .action(async (stage: string, path: string, options: ImportOptions) => {
      const { importTable } = await import('../../allocation/table/import-table.ts');
      const { checkServersFile } = await import('../../allocation/table/servers-file.ts');
      const servers = options.servers === undefined ? [] : checkServersFile(await readJson(options.servers));
      const result = await withRules(environment, checkStage(stage), (database) =>
        importTable(operatorContext('allocation'), database, {
          csv: path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 256 * 1024 }),
          servers,
          dryRun: options.dryRun === true,
          onProgress: progressWords(environment),
        }),
      );
      reportImport(environment, path, result);
    });
}

function progressWords(environment: CommandEnvironment): (progress: ImportProgress) => void {
  let said: string | undefined;
  let next = performance.now() + progressSeconds * 1000;
  return ({ step, rows }) => {
    const now = performance.now();
    if (now < next && step === said) return;
    next = now + progressSeconds * 1000;
    said = step;
    environment.say(`  ${step}: ${inWords(rows)} rows`);
  };
}

function reportImport(environment: CommandEnvironment, path: string, result: ImportResult): void {
  if ('faults' in result) {
    for (const { line, problem } of result.faults) environment.say(`${path}:${line}: ${problem}`);
    environment.say(result.more ? 'and perhaps more; nothing was changed' : 'nothing was changed');
    process.exitCode = 1;
    return;
  }
  const { rules, version, added, removed, changed } = result;
  const difference = `${inWords(added)} added, ${inWords(removed)} removed, ${inWords(changed)} changed`;
  environment.say(
    version === undefined
      ? `would be ${inWords(rules)} rules: ${difference}; nothing was changed`
      : `table version ${version} holds ${inWords(rules)} rules: ${difference}`,
  );
}
