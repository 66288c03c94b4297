import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { CodedError } from '../../errors/coded-error.ts';
import { printJson, say, withTerminal } from '../environment.ts';
import { ProgressBar } from '../progress.ts';
import { formatBytes } from '../words.ts';

export function addMapCommands(program: Command): void {
  const maps = program.command('maps').description('the maps of this terminal');
  maps
    .command('list')
    .description('regions that can be had and regions that are installed')
    .option('--json', 'as JSON')
    .action((options: { json?: true }) =>
      withTerminal(program, async ({ terminal }) => {
        const regions = await terminal.maps.list();
        if (options.json === true) return printJson(regions);
        for (const { id, names, size, version, state, entitled } of regions) {
          const contract = entitled ? '' : ', not in the contract';
          say(
            `${id.padEnd(16)} ${(names['en'] ?? id).padEnd(20)} ${formatBytes(size).padStart(8)}  ${version}  ${state}${contract}`,
          );
        }
      }),
    );
  maps
    .command('download <region>')
    .description('installs or updates a region; goes on where an earlier download stopped')
    .action(async (region: string) => {
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      const bar = new ProgressBar();
      await withTerminal(program, async ({ terminal }) => {
        const done = await terminal.maps.download(region, {
          onProgress: (name, progress) => bar.show(name, progress),
          signal: stop.signal,
        });
        bar.end();
        for (const { name, length, fetchedBytes } of done) {
          say(`${name}: ${formatBytes(length)} installed, ${formatBytes(fetchedBytes)} fetched`);
        }
      });
    });
  maps
    .command('verify <region>')
    .description('reads installed maps against what the publisher signed; needs no network')
    .action((region: string) =>
      withTerminal(
        program,
        async ({ terminal }) => {
          for (const path of await terminal.maps.verify(region)) say(`intact: ${path}`);
        },
        { offline: true },
      ),
    );
  maps
    .command('draw <region> <file>')
    .description('draws a picture (PNG) of an installed region')
    .option('--theme <theme>', 'day or night', 'day')
    .option('--language <tag>', 'language of the names: en, ja or local', 'local')
    .option('--width <pixels>', 'width', '1280')
    .option('--height <pixels>', 'height', '800')
    .action(
      async (region: string, file: string, options: Record<'theme' | 'language' | 'width' | 'height', string>) => {
        const { drawMap } = await import('../draw-map.ts');
        const path = await withTerminal(
          program,
          async ({ terminal }) =>
            [...(await terminal.maps.paths(region))].find(([name]) => name.endsWith('.pmtiles'))?.[1],
          { offline: true },
        );
        if (path === undefined) throw new CodedError('map.not-installed', { detail: region });
        const { theme, language } = options;
        if (theme !== 'day' && theme !== 'night')
          throw new CodedError('request.malformed', { detail: 'the theme is day or night' });
        if (language !== 'en' && language !== 'ja' && language !== 'local')
          throw new CodedError('request.malformed', { detail: 'the language is en, ja or local' });
        const picture = await drawMap({
          path,
          width: Number(options.width),
          height: Number(options.height),
          theme,
          language,
        });
        await writeFile(file, picture);
        say(`drew ${file}`);
      },
    );
}
