import { basename } from 'node:path';
import type { Command } from 'commander';
import { CodedError } from '../../../src/errors/coded-error.ts';
import { createLogger } from '../../kit/logging.ts';
import type { RoleContext } from '../../kit/role-context.ts';
import type { SqlDatabase } from '../../kit/storage/database.ts';
import { ServiceSettings } from '../../service/settings.ts';
import { openRole } from '../installation/role-files.ts';
import { printJson, type CommandEnvironment } from './environment.ts';

interface PublishOptions {
  readonly region?: string;
  readonly name: readonly string[];
  readonly mapVersion?: string;
  readonly json?: true;
}

async function withMaps<T>(
  environment: CommandEnvironment,
  work: (context: RoleContext<ServiceSettings>, database: SqlDatabase) => Promise<T>,
): Promise<T> {
  const logger = createLogger({ name: 'maps', level: 'warn' });
  const { context } = await openRole(environment.paths(), 'service', ServiceSettings, logger);
  const { openServiceDatabase } = await import('../../service/store/database.ts');
  const database = await openServiceDatabase(context.folder);
  try {
    return await work(context, database);
  } finally {
    await database.close();
  }
}

// Operators' functions are loaded when a command needs them: the others start at once.
const operator = () => import('../../service/operator.ts');

export function addMapCommands(program: Command, environment: CommandEnvironment): void {
  const { say, paths } = environment;
  const maps = program.command('maps').description('the maps that the service server offers');
  maps
    .command('publish <files...>')
    .description(
      'publishes a .pmtiles or .mbtiles archive, and the .graph and .places files of its region with it, as one version: ' +
        'cuts, seals and signs them; a running service offers them at once',
    )
    .option('--region <id>', "the region's id; the archive's name where absent")
    .option(
      '--name <language=text>',
      "the region's name, for each language",
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option('--map-version <text>', 'what people shall call this version')
    .option('--json', 'as JSON')
    .action(async (files: readonly string[], options: PublishOptions) => {
      const { isCompanion } = await import('../../service/publish/companion.ts');
      const companions = files.filter(isCompanion);
      const [file, ...others] = files.filter((name) => !isCompanion(name));
      if (file === undefined || others.length > 0)
        throw new CodedError('request.malformed', { detail: 'one archive of tiles, with what belongs to it' });
      const regionId =
        options.region ??
        basename(file)
          .replace(/\.[^.]*$/, '')
          .toLowerCase();
      const names = Object.fromEntries(options.name.map(languageAndText));
      const { publishMap } = await operator();
      let step = '';
      const published = await withMaps(environment, (context, database) =>
        publishMap(
          {
            context,
            database,
            publisherFolder: paths().publisher,
            file,
            companions,
            regionId,
            ...(options.name.length === 0 ? {} : { names }),
            ...(options.mapVersion === undefined ? {} : { version: options.mapVersion }),
          },
          (progress) => {
            if (progress.step !== step) say(`${regionId}: ${progress.step}`);
            step = progress.step;
          },
        ),
      );
      const { targets, changed } = published;
      if (options.json === true) return printJson({ targets, changed });
      for (const { name, version, length } of targets) say(`${name} version ${version}, ${length} bytes`);
      say(changed ? 'published' : 'was published already');
    });
  maps
    .command('list')
    .description('what is published, as JSON')
    .action(async () => {
      const { publishedMaps } = await operator();
      printJson(await withMaps(environment, (_context, database) => publishedMaps(database)));
    });
  maps
    .command('create-publisher')
    .description("makes the publisher's keys, if they are not there, and prints the root that terminals pin")
    .action(async () => {
      const { createPublisher } = await operator();
      process.stdout.write(`${await createPublisher(paths().publisher)}\n`);
    });
}

function languageAndText(assignment: string): [string, string] {
  const [, language, text] = /^([A-Za-z-]{2,20})=(.+)$/s.exec(assignment) ?? [];
  if (language === undefined || text === undefined) {
    throw new CodedError('request.malformed', { detail: `"${assignment}" is not LANGUAGE=TEXT` });
  }
  return [language, text];
}
