import { Option, type Command } from 'commander';
import type { AllocationRoute } from '../../terminal/events.ts';
import { explainStoredChains } from '../../terminal/explain.ts';
import { printJson, say, withTerminal } from '../environment.ts';
import { describeError, describeFailedHop } from '../words.ts';

export function addAllocateCommand(program: Command): void {
  program
    .command('allocate')
    .description('finds the authentication server, or says how it was found')
    .option('--explain', 'shows the stored chain link by link, then walks anew, shows each hop and knocks at the last')
    .addOption(
      new Option('--route <route>', 'who walks')
        .choices(['terminal-walked', 'service-walked'])
        .default('terminal-walked'),
    )
    .option('--json', 'prints the stored chains as JSON')
    .action((options: { explain?: true; json?: true; route: AllocationRoute }) =>
      withTerminal(
        program,
        async ({ terminal }) => {
          const stored = explainStoredChains(terminal.context);
          if (options.json === true) {
            return printJson(
              stored.map(({ name, links, refused }) => ({
                name,
                links,
                ...(refused ? { refused: refused.code } : {}),
              })),
            );
          }
          if (options.explain === true) {
            say(stored.length === 0 ? 'nothing is stored yet' : 'stored:');
            for (const { name, links, refused } of stored) {
              say(`  ${name}${refused === undefined ? '' : `: does not hold any more, ${describeError(refused)}`}`);
              for (const { information, signedBy } of links) {
                const { role, serverId, endpoints, version, scope } = information;
                const urls = endpoints.map(({ url }) => url).join(', ');
                say(
                  `    ${role} ${serverId} at ${urls}, scope ${JSON.stringify(scope)}, version ${version}, signed by ${signedBy}`,
                );
              }
            }
            say('walking anew:');
          }
          const knock = options.explain === true;
          const { information } = await terminal.allocateAnew({ knock }).catch((error: unknown) => {
            for (const line of describeFailedHop(error, terminal.context.configuration.serviceUrl)) say(line);
            throw error;
          });
          const urls = information.endpoints.map(({ url }) => url).join(', ');
          say(`authentication server: ${information.serverId} at ${urls}${knock ? ', which knows this device' : ''}`);
        },
        { route: options.route },
      ),
    );
}
